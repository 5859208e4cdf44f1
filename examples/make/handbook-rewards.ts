import type { Chapter } from './page-layout.ts';

export const pay: Chapter = {
  title: 'Pay, bonus and pension',
  lead: 'Pay follows grades that everybody can read on the intranet.',
  pieces: [
    { heading: 'When pay arrives' },
    {
      text: 'Employees, part-timers and interns are paid on the 25th of the month, or on the working day before. Contractors are paid 21 days after a correct invoice. Mistakes are put right with the next pay run, or within three working days when more than 10 per cent of the monthly pay is missing.',
    },
    { heading: 'Pay review' },
    {
      text: 'Pay is reviewed every April. The People team compares each grade with the market; team leads propose changes by 15 February. Interns have a fixed rate for the whole placement, reviewed for each new group in September.',
    },
    { heading: 'Annual bonus' },
    {
      table: {
        head: ['Group', 'Target bonus', 'Paid'],
        widths: [26, 44, 30],
        rows: [
          ['Employees, grades 1 to 4', '4 per cent of yearly basic pay', 'March'],
          ['Employees, grades 5 to 7', '8 per cent of yearly basic pay', 'March'],
          ['Part-timers', 'As for the grade, of their own pay', 'March'],
          ['Interns', '£400 at the end of the placement', 'Last month'],
          ['Contractors', 'None', '–'],
        ],
      },
    },
    {
      text: 'The bonus depends on the result of the company for two thirds and on that of the team for one third. Who joins during the year has a share for the full months worked. Who has given notice before 31 December has no bonus for that year.',
    },
    { heading: 'Pension' },
    {
      text: 'The company pays 8 per cent of basic pay into the pension plan when you pay at least 4 per cent yourself. For every further per cent of yours, up to 7, the company adds half a per cent. Part-timers take part in the same way. Interns join after six months, with 3 per cent from the company. Contractors see to their own pension.',
    },
    { heading: 'Referring new colleagues' },
    {
      text: 'Whoever brings a new employee gets £1,500: half when the person starts, half after the trial period. For an intern it is £250. Team leads who hire into their own team, and the People team, do not get the premium.',
    },
  ],
};

export const benefits: Chapter = {
  title: 'Health and other benefits',
  lead: 'Benefits are the same in all three offices unless a table says otherwise.',
  pieces: [
    { heading: 'Private health insurance' },
    {
      text: 'Employees and part-timers of at least 20 hours a week are insured from the first day of the fourth month, partners and children can be added at cost price. Part-timers with fewer hours may join and pay half of the premium. Interns and contractors are not insured through us.',
    },
    { heading: 'Wellbeing allowance' },
    {
      text: 'Sport, swimming, physiotherapy, counselling: we pay back up to £480 a year against receipts. Part-timers have the full amount. Interns have £20 a month. Contractors have no allowance. Receipts are handed in by 15 January of the next year.',
    },
    { heading: 'Cycling and public transport' },
    {
      text: 'In Bristol the cycle scheme covers bicycles up to £2,500, paid back over 18 months. In Rotterdam the company pays €0.23 for each kilometre cycled to work, up to 30 kilometres a day. In Lisbon the monthly Navegante pass is paid in full. Interns may use the Rotterdam and Lisbon rules; the Bristol scheme needs a contract of at least 18 months.',
    },
    { heading: 'Lunch' },
    {
      text: 'The cafeteria in Bristol serves lunch for £3.80 to everyone with a badge, contractors included. In Rotterdam and Lisbon there are meal vouchers of €8.50 for each day in the office, for employees, part-timers and interns.',
    },
    { heading: 'Employee assistance line' },
    {
      text: 'A free and confidential telephone line answers day and night in English, Dutch and Portuguese: 0800 555 0190. Up to six counselling sessions a year are paid. Contractors may call the line, but sessions are not paid for them.',
    },
    { heading: 'Long service' },
    {
      text: 'After 5 years there is one extra week of paid leave, once. After 10 years there are two weeks and £1,000, after 20 years four weeks and £2,500. Years as an intern count, years as a contractor do not.',
    },
  ],
};

export const learning: Chapter = {
  title: 'Learning and development',
  lead: 'We grow our own experts. Learning is planned, paid and done in working time.',
  pieces: [
    { heading: 'Training budget' },
    {
      table: {
        head: ['Group', 'Budget a year', 'Training days a year'],
        widths: [30, 36, 34],
        rows: [
          ['Employees', '£1,800', '6'],
          ['Part-timers', '£1,800', '4'],
          ['Interns', '£500', '3'],
          ['Contractors', 'None', 'Safety training only'],
        ],
      },
    },
    { heading: 'Asking for a course' },
    {
      text: 'Team leads approve courses up to £600, heads of department up to £2,000, the People team above that. Courses of more than £3,000 come with an agreement: who leaves within twelve months pays back one twelfth for each month that is missing.',
    },
    { heading: 'Professional memberships' },
    {
      text: 'We pay one professional membership a year for employees and part-timers, and student membership for interns. Chartered status is rewarded with a single payment of £1,200.',
    },
    { heading: 'Mentors' },
    {
      text: 'Every new employee has a mentor from another team for the first six months. Interns have a mentor for the whole placement and meet once a week. Contractors have a named contact in the project, not a mentor.',
    },
    { heading: 'Languages' },
    {
      text: 'Courses in English, Dutch and Portuguese take place online, two hours a week in working time. They are open to all groups, contractors included if their order runs for more than six months.',
    },
  ],
};

export const equipment: Chapter = {
  title: 'Equipment and data',
  lead: 'Good tools, kept safe.',
  pieces: [
    { heading: 'Laptops and phones' },
    {
      text: 'Employees and part-timers choose a laptop from the catalogue; it is replaced every four years. Phones are given to field crews, the on-call team and grades 5 and above, and replaced every three years. Interns get a laptop from the pool. Contractors use their own device after a security check, or a pool laptop for £35 a month.',
    },
    { heading: 'Home office' },
    {
      text: 'Once in four years employees get up to £450 for a desk, chair or screen at home, part-timers up to £300. Who leaves within a year gives the furniture back or pays half of it. Interns can borrow a screen.',
    },
    { heading: 'Loss and damage' },
    {
      text: 'Report a lost or stolen device to the security desk within one hour: extension 2999, day and night. Damage is repaired at our cost. Only gross negligence is charged, up to £250.',
    },
    { heading: 'Private use' },
    {
      text: 'A little private use is fine as long as it costs nothing and harms nobody. Company data is never stored in private accounts or on private devices.',
    },
    { heading: 'Personal data' },
    {
      text: 'Personal data of customers and colleagues is handled only for the purpose it was given for. The data protection officer is Hannah Brandt, privacy@harbourvale.example. Requests from people about their own data are answered within 30 days; pass them on the same day.',
    },
  ],
};

export const conduct: Chapter = {
  title: 'Conduct',
  lead: 'We treat each other well, decide fairly and speak up.',
  pieces: [
    { heading: 'Respect' },
    {
      text: 'Bullying, harassment and discrimination have no place here, on site, online or at parties. Complaints go to the team lead, the People team or the confidential adviser of the office. They are looked into within ten working days, and nobody suffers for a complaint made in good faith.',
    },
    { heading: 'Gifts and invitations' },
    {
      text: 'Gifts up to £50 may be accepted, three times a year from the same giver. Above that, or from a supplier in a running tender, they are declined or handed to the charity raffle. Meals up to £80 a person are fine when business is discussed. Everything above £25 is entered in the gift register within a week. Contractors follow the same limits while they work for us.',
    },
    { heading: 'Conflicts of interest' },
    {
      text: 'Tell the head of your department when you, your family or a close friend have a stake in a supplier, customer or bidder. Shares below 1 per cent of a listed company need not be told.',
    },
    { heading: 'Second jobs' },
    {
      text: 'Employees need our agreement for paid work elsewhere of more than eight hours a week; part-timers need to tell us, but need no agreement unless it is for a competitor. Interns and contractors are free as long as it is no competitor.',
    },
    { heading: 'Speaking up' },
    {
      text: 'Serious wrongdoing can be reported without a name at speakup.harbourvale.example or to the audit committee. A first answer comes within seven days, a result within three months.',
    },
    { heading: 'Alcohol and drugs' },
    {
      text: 'No alcohol or drugs before or during work, and none within eight hours before field work or driving. At company events beer and wine may be served after 17:00.',
    },
  ],
};

export const safety: Chapter = {
  title: 'Health and safety',
  lead: 'Everybody may stop work that is not safe. Nobody has to ask first.',
  pieces: [
    { heading: 'In the office' },
    {
      text: 'Fire drills take place in March and September. The meeting points are the quay steps in Bristol, the crane monument in Rotterdam and the fountain in Lisbon. Each floor has two first aiders; their photographs hang beside the lifts.',
    },
    { heading: 'In the field' },
    {
      list: [
        'Never alone: crews on water or mud have at least two people, three at night.',
        'Life jackets are worn on every boat and within two metres of an unguarded edge.',
        'Field work stops at wind force 7, in lightning, and when sight falls below 500 metres.',
        'The crew calls in every two hours. After 30 minutes without a call the duty officer starts the search plan.',
      ],
    },
    { heading: 'Training for field work' },
    {
      text: 'Sea survival is trained before the first trip and again every three years, first aid every two years. Contractors show their certificates before they go on board; without a valid sea survival certificate nobody sails. Interns sail only with a supervisor and not at night.',
    },
    { heading: 'Accidents' },
    {
      text: 'Report every accident and every near miss within 24 hours in the safety log, serious ones at once to extension 2999. The safety lead, Tomasz Nowak, writes to all crews what was learned within fourteen days.',
    },
    { heading: 'Eyes and screens' },
    {
      text: 'An eye test is paid every two years, and glasses for screen work up to £120. This holds for employees, part-timers and interns who stay longer than six months.',
    },
  ],
};

export const leaving: Chapter = {
  title: 'Trial period and leaving',
  lead: 'Arriving and leaving both deserve care.',
  pieces: [
    { heading: 'Trial period' },
    {
      text: 'The trial period is six months for employees and part-timers and one month for interns. There are talks after four weeks, three months and at the end. Orders of contractors have no trial period.',
    },
    { heading: 'Notice periods' },
    {
      table: {
        head: ['Group', 'In the trial period', 'After the trial period', 'From five years on'],
        widths: [22, 24, 28, 26],
        rows: [
          ['Employees', '2 weeks', '2 months', '3 months'],
          ['Part-timers', '2 weeks', '2 months', '3 months'],
          ['Interns', '1 week', '2 weeks', '–'],
          ['Contractors', '–', '10 working days', '–'],
        ],
        note: 'The same periods hold for both sides. Notice is given in writing and counts from the end of the month, for contractors from the day it is received. Orders may say otherwise.',
      },
    },
    { heading: 'Redundancy' },
    {
      text: 'If a job is lost, employees and part-timers get two weeks of pay for each full year of service, at least four and at most forty weeks, and £1,000 for advice in finding a new job. Interns finish their placement at full pay.',
    },
    { heading: 'Last day' },
    {
      text: 'Badge, laptop, phone and keys are handed in by noon of the last day; accounts are closed at 18:00. Contractors’ accounts are closed with the end of their order. Leave that could not be taken is paid with the last salary.',
    },
    { heading: 'References' },
    {
      text: 'A written reference is made within ten working days after it is asked for. Former colleagues may join the alumni list and are invited to the summer party.',
    },
  ],
};
