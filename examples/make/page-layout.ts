import PdfKit from 'pdfkit';

export type Table = { head: string[]; rows: string[][]; widths: number[]; note?: string };
export type Piece =
  | { heading: string }
  | { text: string }
  | { list: string[] }
  | { table: Table }
  | { box: string };
export type Chapter = { title: string; lead: string; pieces: Piece[] };

const INK = '#1d2a33';
const QUIET = '#5b6b75';
const SEA = '#0f5c6e';
const PALE = '#e8f1f2';
const RULE = '#c9d6d9';
const LEFT = 64;
const WIDTH = 595.28 - 2 * LEFT;
const BOTTOM = 786;
const TOP = 80;

export type Book = {
  title: string;
  organisation: string;
  edition: string;
  date: Date;
  chapters: Chapter[];
};

/** Sets a small book: cover, contents, and chapters that each begin on a new page. The same bytes every time. */
export const makeBook = (book: Book): Promise<Buffer> => {
  const pdf = new PdfKit({
    size: 'A4',
    margins: { top: TOP, bottom: 50, left: LEFT, right: LEFT },
    bufferPages: true,
    lang: 'en-GB',
    info: {
      Title: book.title,
      Author: book.organisation,
      Creator: book.organisation,
      Producer: 'pdfkit',
      CreationDate: book.date,
      ModDate: book.date,
    },
  });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>((resolve) =>
    pdf.on('end', () => resolve(Buffer.concat(chunks))),
  );
  drawCover(pdf, book);
  pdf.addPage();
  const starts = book.chapters.map((chapter, index) => {
    pdf.addPage();
    const page = pdf.bufferedPageRange().count;
    drawChapter(pdf, chapter, index + 1);
    return page;
  });
  const pages = pdf.bufferedPageRange().count;
  pdf.switchToPage(1);
  drawContents(pdf, book.chapters, starts);
  for (let page = 1; page < pages; page += 1) {
    pdf.switchToPage(page);
    drawEdges(pdf, book, page + 1);
  }
  pdf.end();
  return done;
};

type Pdf = PDFKit.PDFDocument;

const drawCover = (pdf: Pdf, book: Book): void => {
  pdf.rect(0, 0, 595.28, 841.89).fill(SEA);
  pdf.save().opacity(0.16).fillColor('#ffffff');
  for (let wave = 0; wave < 5; wave += 1) {
    const y = 520 + wave * 58;
    pdf.moveTo(0, y);
    for (let x = 0; x < 600; x += 120)
      pdf.bezierCurveTo(x + 40, y - 34, x + 80, y + 34, x + 120, y);
    pdf.lineTo(600, 842).lineTo(0, 842).closePath().fill();
  }
  pdf.restore();
  pdf
    .fillColor('#ffffff')
    .font('Helvetica')
    .fontSize(15)
    .text(book.organisation, LEFT, 120, { characterSpacing: 1 });
  pdf.rect(LEFT, 152, 46, 3).fill('#f2b84b');
  pdf
    .fillColor('#ffffff')
    .font('Helvetica-Bold')
    .fontSize(44)
    .text(book.title, LEFT, 186, { width: WIDTH, lineGap: 4 });
  pdf
    .font('Helvetica')
    .fontSize(14)
    .text(book.edition, LEFT, pdf.y + 22);
};

const drawContents = (pdf: Pdf, chapters: readonly Chapter[], starts: readonly number[]): void => {
  pdf.fillColor(SEA).font('Helvetica-Bold').fontSize(24).text('Contents', LEFT, TOP);
  let y = TOP + 52;
  for (const [index, chapter] of chapters.entries()) {
    pdf
      .font('Helvetica')
      .fontSize(11.5)
      .fillColor(INK)
      .text(`${index + 1}   ${chapter.title}`, LEFT, y);
    pdf.fillColor(QUIET).text(String(starts[index]), LEFT, y, { width: WIDTH, align: 'right' });
    y += 20;
    pdf
      .moveTo(LEFT, y)
      .lineTo(LEFT + WIDTH, y)
      .lineWidth(0.5)
      .stroke(RULE);
    y += 9;
  }
};

const drawEdges = (pdf: Pdf, book: Book, page: number): void => {
  const { margins } = pdf.page;
  pdf.page.margins = { ...margins, top: 0, bottom: 0 };
  pdf.font('Helvetica').fontSize(8.5).fillColor(QUIET);
  pdf.text(`${book.organisation}  ·  ${book.title}`, LEFT, 40, { lineBreak: false });
  pdf
    .moveTo(LEFT, 56)
    .lineTo(LEFT + WIDTH, 56)
    .lineWidth(0.5)
    .stroke(RULE);
  pdf.text(book.edition, LEFT, 796, { lineBreak: false });
  pdf.text(String(page), LEFT, 796, { width: WIDTH, align: 'right', lineBreak: false });
  pdf.page.margins = margins;
};

const drawChapter = (pdf: Pdf, chapter: Chapter, number: number): void => {
  pdf
    .fillColor(SEA)
    .font('Helvetica-Bold')
    .fontSize(24)
    .text(`${number}. ${chapter.title}`, LEFT, TOP, { width: WIDTH });
  pdf
    .moveDown(0.5)
    .font('Helvetica-Oblique')
    .fontSize(10.5)
    .fillColor(QUIET)
    .text(chapter.lead, { width: WIDTH, lineGap: 3 });
  pdf.moveDown(0.9);
  for (const piece of chapter.pieces) drawPiece(pdf, piece);
};

const need = (pdf: Pdf, height: number): void => {
  if (pdf.y + height > BOTTOM) {
    pdf.addPage();
    pdf.y = TOP;
  }
};

const drawPiece = (pdf: Pdf, piece: Piece): void => {
  if ('heading' in piece) {
    need(pdf, 66);
    pdf
      .moveDown(0.5)
      .font('Helvetica-Bold')
      .fontSize(14)
      .fillColor(INK)
      .text(piece.heading, LEFT, pdf.y, { width: WIDTH });
    pdf.moveDown(0.35);
  } else if ('text' in piece) {
    body(pdf);
    need(pdf, pdf.heightOfString(piece.text, { width: WIDTH, lineGap: 3 }));
    pdf.text(piece.text, LEFT, pdf.y, { width: WIDTH, lineGap: 3 }).moveDown(0.55);
  } else if ('list' in piece) drawList(pdf, piece.list);
  else if ('table' in piece) drawTable(pdf, piece.table);
  else drawBox(pdf, piece.box);
};

const body = (pdf: Pdf): Pdf => pdf.font('Helvetica').fontSize(10.5).fillColor(INK);

const drawList = (pdf: Pdf, items: readonly string[]): void => {
  for (const item of items) {
    body(pdf);
    const options = { width: WIDTH - 18, lineGap: 3 };
    need(pdf, pdf.heightOfString(item, options));
    const { y } = pdf;
    pdf.fillColor(SEA).text('•', LEFT + 4, y, { lineBreak: false });
    pdf.fillColor(INK).text(item, LEFT + 18, y, options);
    pdf.y += 4;
  }
  pdf.y += 6;
};

const drawBox = (pdf: Pdf, text: string): void => {
  body(pdf);
  const height = pdf.heightOfString(text, { width: WIDTH - 32, lineGap: 3 }) + 22;
  need(pdf, height + 10);
  const { y } = pdf;
  pdf.rect(LEFT, y, WIDTH, height).fill(PALE);
  pdf.rect(LEFT, y, 3, height).fill(SEA);
  body(pdf).text(text, LEFT + 18, y + 12, { width: WIDTH - 32, lineGap: 3 });
  pdf.y = y + height + 12;
};

const drawTable = (pdf: Pdf, table: Table): void => {
  const total = table.widths.reduce((sum, width) => sum + width, 0);
  const widths = table.widths.map((width) => (width / total) * WIDTH);
  pdf.fontSize(9.5);
  const heightOf = (cells: readonly string[]) =>
    Math.max(
      ...cells.map((cell, column) =>
        pdf.heightOfString(cell, { width: (widths[column] ?? 0) - 14, lineGap: 2 }),
      ),
    ) + 12;
  pdf.font('Helvetica');
  need(
    pdf,
    [table.head, ...table.rows].reduce((sum, cells) => sum + heightOf(cells), 20),
  );
  for (const [index, cells] of [table.head, ...table.rows].entries()) {
    pdf.font(index === 0 ? 'Helvetica-Bold' : 'Helvetica').fontSize(9.5);
    const height = heightOf(cells);
    const { y } = pdf;
    if (index === 0) pdf.rect(LEFT, y, WIDTH, height).fill(PALE);
    let x = LEFT;
    for (const [column, cell] of cells.entries()) {
      const width = widths[column] ?? 0;
      pdf
        .fillColor(index === 0 ? SEA : INK)
        .text(cell, x + 7, y + 7, { width: width - 14, lineGap: 2 });
      x += width;
    }
    pdf
      .moveTo(LEFT, y + height)
      .lineTo(LEFT + WIDTH, y + height)
      .lineWidth(0.5)
      .stroke(RULE);
    pdf.y = y + height;
  }
  pdf.y += 8;
  if (table.note) {
    pdf
      .font('Helvetica-Oblique')
      .fontSize(9)
      .fillColor(QUIET)
      .text(table.note, LEFT, pdf.y, { width: WIDTH, lineGap: 2 });
    pdf.moveDown(0.4);
  }
  pdf.y += 8;
};
