import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  FootnoteReferenceRun,
  Header,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';

const SEA = '0F5C6E';
const PALE = 'E8F1F2';
const RULE = { style: BorderStyle.SINGLE, size: 4, color: 'C9D6D9' };
const NONE = { style: BorderStyle.NONE, size: 0, color: 'FFFFFF' };

const heading = (text: string, level: 1 | 2 = 1) =>
  new Paragraph({
    text,
    heading: level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
    keepNext: true,
  });
const paragraph = (text: string, footnote?: number) =>
  new Paragraph({
    children: [new TextRun(text), ...(footnote ? [new FootnoteReferenceRun(footnote)] : [])],
    spacing: { after: 140, line: 300 },
  });
const bullet = (text: string) =>
  new Paragraph({ text, bullet: { level: 0 }, spacing: { after: 60, line: 280 } });

const cell = (text: string, head: boolean) =>
  new TableCell({
    margins: { top: 70, bottom: 70, left: 110, right: 110 },
    ...(head && { shading: { type: ShadingType.CLEAR, fill: PALE, color: 'auto' } }),
    children: [
      new Paragraph({ children: [new TextRun({ text, bold: head, ...(head && { color: SEA }) })] }),
    ],
  });
const table = (rows: string[][]) =>
  new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    borders: {
      top: RULE,
      bottom: RULE,
      insideHorizontal: RULE,
      left: NONE,
      right: NONE,
      insideVertical: NONE,
    },
    rows: rows.map(
      (cells, index) =>
        new TableRow({
          tableHeader: index === 0,
          cantSplit: true,
          children: cells.map((text) => cell(text, index === 0)),
        }),
    ),
  });
const space = () => new Paragraph({ text: '', spacing: { after: 60 } });

const content = [
  new Paragraph({ text: 'Travel and Expenses Policy', heading: HeadingLevel.TITLE }),
  paragraph(
    'Harbour & Vale, version 4.2, valid from 1 February 2026. Owner: Priya Raman, head of finance.',
  ),
  paragraph(
    'This policy says what we pay for when you travel for work or spend money for the company. It holds for employees and part-timers alike. Interns and contractors have rules of their own, given in each section.',
  ),
  heading('Before you travel'),
  heading('Approval', 2),
  paragraph(
    'Every trip is approved before anything is booked. Team leads approve trips up to £750, heads of department up to £3,000, the managing director above that. Trips outside Europe are always approved by the head of department. Trips of interns are approved by the mentor and the team lead.',
  ),
  heading('Booking', 2),
  paragraph(
    'Flights, trains and hotels are booked through the Seabird portal, at least 14 days ahead for flights and 7 days ahead for trains. Who books elsewhere is paid back only up to the price of the portal. Contractors book for themselves and are paid back up to the limits below, if the order says that travel is paid.',
  ),
  heading('Getting there'),
  heading('Trains and flights', 2),
  bullet('Journeys of less than five hours by train are made by train.'),
  bullet(
    'Trains: standard class; first class when the journey takes more than three hours, or when it is cheaper.',
  ),
  bullet('Flights: economy class; premium economy when the flight takes more than seven hours.'),
  bullet('Interns travel in standard and economy class in all cases.'),
  heading('Private cars', 2),
  paragraph(
    'Private cars are used when public transport would take more than twice as long. We pay £0.45 a mile in the United Kingdom and €0.23 a kilometre in the Netherlands and Portugal, for the first 10,000 miles a year; after that £0.25 a mile. Passengers add £0.05 a mile each. Contractors are paid £0.40 a mile. Interns do not drive private cars for work.',
    1,
  ),
  heading('Taxis and hire cars', 2),
  paragraph(
    'Taxis are paid between 21:00 and 06:00, with heavy equipment, or when they are cheaper than public transport for the group. Hire cars are of the compact class; survey crews may take vans.',
  ),
  heading('Hotels'),
  paragraph(
    'Limits for one night with breakfast. When a fair makes a town expensive, finance can raise the limit by 30 per cent.',
  ),
  table([
    ['Place', 'Employees and part-timers', 'Interns', 'Contractors'],
    ['London', '£190', '£140', '£170'],
    ['Bristol', '£130', '£100', '£120'],
    ['Rotterdam', '€150', '€115', '€135'],
    ['Lisbon', '€140', '€105', '€125'],
    ['Rest of Europe', '€145', '€110', '€130'],
    ['Elsewhere', '$210', 'Not planned', '$190'],
  ]),
  space(),
  heading('Meals'),
  paragraph(
    'Meals are paid against receipts, up to the limits below. There is no lump sum. A breakfast that comes with the room is not claimed again. Alcohol is paid only when customers are guests, up to two drinks a person.',
    2,
  ),
  table([
    ['Meal', 'United Kingdom', 'Netherlands and Portugal', 'Elsewhere'],
    ['Breakfast', '£12', '€12', '$15'],
    ['Lunch', '£16', '€18', '$20'],
    ['Dinner', '£32', '€35', '$45'],
  ]),
  space(),
  paragraph(
    'For interns the limits are the same. Contractors claim meals only on trips with a night away, with half of the limits.',
  ),
  heading('Guests and team events'),
  paragraph(
    'Meals with customers are paid up to £80 a person; name the guests and the reason on the claim. Each team has £60 a person and year for events of its own. Interns count in full, part-timers too. Contractors may join, but there is no budget for them.',
  ),
  heading('Other expenses'),
  bullet('Mobile data abroad: up to £40 a trip.'),
  bullet('Laundry on trips of more than five nights: up to £25 a week.'),
  bullet('Visas and vaccinations that the trip needs: in full.'),
  bullet('Fines, minibars, and travel insurance on top of ours: not paid.'),
  heading('Claiming'),
  heading('Deadlines and receipts', 2),
  paragraph(
    'Claims are made in the Ledger app within 30 days after the trip, with a receipt for everything above £10. Claims of 31 to 90 days need a reason; later ones are not paid. Contractors add travel to their next invoice, within 45 days.',
  ),
  heading('Payment', 2),
  paragraph(
    'Approved claims are paid with the next weekly run, every Thursday. Interns may ask for an advance of up to £300, employees and part-timers of up to £500, at least five working days before the trip. Contractors get no advance.',
  ),
  heading('Company cards', 2),
  paragraph(
    'People who travel more than six times a year may have a company card with a limit of £2,500 a month; survey leads have £5,000. Cards are not given to interns or contractors. A lost card is blocked at once through the bank and told to finance on the same day.',
  ),
  heading('Safety on the road'),
  paragraph(
    'The travel insurance covers employees, part-timers and interns on all approved trips, and up to five private days before or after. Contractors insure themselves. In an emergency call the assistance line: +44 117 555 0144, policy number HV-2026-77. After ten hours of work and travel together, nobody drives: take a room, it is paid.',
  ),
  heading('Carbon budget'),
  paragraph(
    'Each department has a yearly carbon budget for travel, 12 per cent lower than the year before. Flights within the United Kingdom, and between Rotterdam and London, are not approved.',
  ),
];

export const makeTravelPolicy = (): Promise<Buffer> =>
  Packer.toBuffer(
    new Document({
      title: 'Travel and Expenses Policy',
      creator: 'Harbour & Vale',
      lastModifiedBy: 'Harbour & Vale',
      styles: {
        default: {
          document: { run: { font: 'Calibri', size: 22, color: '1D2A33' } },
          title: {
            run: { size: 52, bold: true, color: SEA },
            paragraph: { spacing: { after: 160 } },
          },
          heading1: {
            run: { size: 32, bold: true, color: SEA },
            paragraph: { spacing: { before: 360, after: 120 } },
          },
          heading2: {
            run: { size: 25, bold: true, color: '1D2A33' },
            paragraph: { spacing: { before: 220, after: 80 } },
          },
        },
      },
      footnotes: {
        1: { children: [new Paragraph('The insurance of the owner must cover business use.')] },
        2: { children: [new Paragraph('Tips up to 10 per cent count as part of the meal.')] },
      },
      sections: [
        {
          headers: {
            default: new Header({
              children: [new Paragraph('Harbour & Vale – Travel and Expenses Policy')],
            }),
          },
          footers: {
            default: new Footer({
              children: [
                new Paragraph({
                  alignment: AlignmentType.RIGHT,
                  children: [new TextRun({ children: ['Version 4.2, page ', PageNumber.CURRENT] })],
                }),
              ],
            }),
          },
          children: content,
        },
      ],
    }),
  );
