import type { Chapter } from './page-layout.ts';

export const aboutUs: Chapter = {
  title: 'About us and this handbook',
  lead: 'Harbour & Vale surveys coasts, rivers and harbours, and runs the TideBoard service that ports use to plan their day.',
  pieces: [
    {
      text: 'We are 206 people in three offices; the head office is in Bristol. This handbook says what you can expect from us and what we expect from you. It applies from 1 January 2026 and replaces all earlier editions. Where your contract says something better for you, the contract holds.',
    },
    { heading: 'Our offices' },
    {
      table: {
        head: ['Office', 'Address', 'People', 'Opening hours', 'Manager'],
        widths: [20, 29, 11, 20, 20],
        rows: [
          ['Bristol', '14 Quay Street, Bristol', '124', '07:30 to 19:00', 'Maya Okafor'],
          ['Rotterdam', 'Maashaven 210, Rotterdam', '51', '08:00 to 18:30', 'Pieter de Wit'],
          ['Lisbon', 'Rua do Cais 8, Lisbon', '31', '08:30 to 19:30', 'Inês Carvalho'],
        ],
      },
    },
    { heading: 'Who is who' },
    {
      text: 'Many rules differ between the four groups of people who work with us. When this handbook says “employees” without more, it means full-time employees.',
    },
    {
      table: {
        head: ['Group', 'People', 'Who belongs to it'],
        widths: [18, 14, 68],
        rows: [
          [
            'Employees',
            '141',
            'People with a permanent or fixed-term contract of 37.5 hours a week',
          ],
          ['Part-timers', '33', 'People with the same contract and fewer than 37.5 hours a week'],
          ['Interns', '14', 'Students and graduates on a placement of three to twelve months'],
          ['Contractors', '18', 'Self-employed people and people sent by an agency'],
        ],
      },
    },
    { heading: 'Questions about the handbook' },
    {
      text: 'Ask the People team first: people@harbourvale.example, extension 2200. Answers come within two working days. Suggestions for the next edition are collected until 31 October of each year.',
    },
  ],
};

export const workingTime: Chapter = {
  title: 'Working time',
  lead: 'Core hours keep us reachable for each other; the rest of the day is yours to arrange.',
  pieces: [
    { heading: 'Weekly hours and core hours' },
    {
      text: 'The full working week has 37.5 hours. Core hours are from 10:00 to 15:00, Monday to Thursday. On Fridays there are no core hours. Outside core hours you choose your times between 07:00 and 20:00 together with your team.',
    },
    { heading: 'Flexitime' },
    {
      text: 'Hours above or below the contract are kept in a flexitime account. The account of an employee may hold up to 30 hours plus or 10 hours minus at the end of a month. For part-timers the limits are 20 hours plus and 6 hours minus. Interns may hold up to 10 hours plus and may not go below zero. Contractors have no flexitime account: they invoice the hours agreed in their order.',
    },
    { heading: 'Overtime' },
    {
      text: 'Overtime needs the agreement of the team lead before it is worked. It is given back as time off within three months. Only when that is not possible is it paid, with a supplement of 25 per cent, and 50 per cent on Sundays and public holidays. Interns do not work overtime.',
    },
    { heading: 'Working from home' },
    {
      table: {
        head: ['Group', 'Days at home each week', 'Condition'],
        widths: [20, 28, 52],
        rows: [
          ['Employees', 'Up to 3', 'After the first month'],
          ['Part-timers', 'Up to 2', 'After the first month'],
          ['Interns', '1', 'After the third month, agreed with the mentor'],
          ['Contractors', 'As agreed in the order', 'Client sites may require presence'],
        ],
      },
    },
    { heading: 'Working from abroad' },
    {
      text: 'Employees and part-timers may work from another country of the European Economic Area, Switzerland or the United Kingdom for up to 20 working days in a calendar year. Ask the People team at least four weeks ahead, because taxes and insurance have to be checked. Interns may work from abroad for up to 5 working days. Contractors arrange this themselves but tell the security team, as company data must not leave the European Economic Area and the United Kingdom without approval.',
    },
    { heading: 'Breaks and rest' },
    {
      text: 'After six hours of work a break of at least 30 minutes is due. Between two working days there are at least eleven hours of rest. Field crews on tidal surveys follow the rota of the survey lead, which may move the rest but not shorten it.',
    },
  ],
};

export const annualLeave: Chapter = {
  title: 'Annual leave',
  lead: 'Rest is part of the work. Please plan your leave early and take all of it.',
  pieces: [
    { heading: 'How much leave you have' },
    {
      table: {
        head: ['Group', 'Days a year', 'Remarks'],
        widths: [16, 20, 64],
        rows: [
          ['Employees', '27 days', 'One more for every three full years of service, at most 32'],
          ['Part-timers', 'In proportion', 'For example 16.5 days with three days of work a week'],
          ['Interns', '2 days a month', 'Taken within the placement'],
          ['Contractors', 'None', 'Unpaid absences are told to the project lead two weeks ahead'],
        ],
        note: 'Public holidays of the office where you are based come on top.',
      },
    },
    { heading: 'Asking for leave' },
    {
      text: 'Enter leave in the Tidal calendar. Up to three days in a row need one week of notice, longer leave needs four weeks. The team lead answers within three working days; without an answer the leave counts as approved. A refusal is given in writing with a reason and two other dates.',
    },
    { heading: 'Carrying leave over' },
    {
      text: 'Up to five days may be carried over into the next year. They must be taken by 31 March, after which they lapse. Days that you could not take because of illness or parental leave do not lapse for fifteen months. Interns cannot carry leave over; what is left at the end of the placement is paid.',
    },
    { heading: 'Buying and selling leave' },
    {
      text: 'Employees and part-timers may buy up to five extra days a year, and sell up to three, in November for the year after. The price is one day of basic pay. Interns and contractors do not take part.',
    },
    { heading: 'Company closure' },
    {
      text: 'All offices are closed from 27 to 31 December. Three of these days are a gift of the company, the rest is taken from annual leave. The TideBoard on-call team works during the closure and gets two days off for each day on duty.',
    },
  ],
};

export const sickLeave: Chapter = {
  title: 'Sick leave',
  lead: 'If you are ill, stay at home and get well. A short message is all we need on the first day.',
  pieces: [
    { heading: 'Telling us' },
    {
      text: 'Tell your team lead before 09:30 on the first day, by telephone or message. From the fourth calendar day on we need a medical certificate; in Rotterdam the company doctor takes the place of the certificate. Contractors tell the project lead and need no certificate.',
    },
    { heading: 'Sick pay' },
    {
      table: {
        head: ['Group', 'Full pay', 'Then half pay'],
        widths: [24, 38, 38],
        rows: [
          ['Employees, first year', '6 weeks', '4 weeks'],
          ['Employees, later years', '12 weeks', '12 weeks'],
          ['Part-timers', 'The same, of their own pay', 'The same, of their own pay'],
          ['Interns', '2 weeks', 'None'],
          ['Contractors', 'None', 'None'],
        ],
        note: 'Weeks are counted within twelve months. Statutory pay comes on top where the law gives more.',
      },
    },
    { heading: 'Coming back' },
    {
      text: 'After an absence of more than four weeks you may return step by step: half of your hours for up to four weeks at full pay. The People team offers a conversation in the first week; it is voluntary and its content stays between you and them.',
    },
    { heading: 'Medical appointments' },
    {
      text: 'Appointments that cannot be outside working hours are paid, up to two hours each and twelve times a year. Antenatal appointments are paid without limit. Interns have the same right; contractors do not invoice the time.',
    },
    { heading: 'When a child is ill' },
    {
      text: 'Parents of children under 13 may stay at home with full pay for up to six days per child and year, single parents for up to ten days. Part-timers have the same days in proportion to their hours. Interns have two days. Contractors have unpaid time off.',
    },
  ],
};

export const familyLeave: Chapter = {
  title: 'Parental leave and other leave',
  lead: 'Life happens outside the office. These rules leave room for it.',
  pieces: [
    { heading: 'Parental leave' },
    {
      text: 'Every parent who is an employee or part-timer has 18 weeks of leave at full pay when a child is born or adopted, whatever the role in the family. It can be taken in up to three blocks until the second birthday of the child. A further 34 weeks may be taken unpaid or at statutory pay. Twelve months of service are needed for the full pay; before that it is 6 weeks at full pay and 12 weeks at half pay.',
    },
    {
      text: 'Please tell us ten weeks before the first block begins. Interns have 4 weeks at full pay, and the placement is extended by the same time if they wish. Contractors have no paid parental leave, but their order is kept open for up to six months.',
    },
    { heading: 'Return after parental leave' },
    {
      text: 'You come back to the same job or, if that is not possible, to one of the same grade. In the first six months after the return you may work 80 per cent of your hours for 90 per cent of the pay.',
    },
    { heading: 'Bereavement' },
    {
      text: 'After the death of a partner, child or parent there are ten days of paid leave; after that of a brother, sister, grandparent or close friend there are three days. The rule holds for employees, part-timers and interns alike. Contractors may pause their order for the same time.',
    },
    { heading: 'Carers’ leave' },
    {
      text: 'To care for a person close to you there are five paid days a year, and up to twelve weeks unpaid. Part-timers have the paid days in proportion. Interns have two paid days.',
    },
    { heading: 'Volunteering' },
    {
      text: 'Three days a year may be used for voluntary work with a registered charity; sea rescue and fire service drills count double, so six days. Part-timers have two days. Interns have one day. Contractors do not have volunteering days.',
    },
    { heading: 'Study leave and sabbatical' },
    {
      text: 'Exams for an agreed qualification are worked time, plus two days of preparation for each exam. After five years of service employees and part-timers may take an unpaid sabbatical of one to six months, asked for six months ahead.',
    },
    { heading: 'Moving house and marriage' },
    {
      text: 'One paid day for moving house, once in two years. Two paid days for your own wedding or civil partnership. Interns and contractors are not covered by this rule.',
    },
  ],
};
