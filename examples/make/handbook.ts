import { aboutUs, annualLeave, familyLeave, sickLeave, workingTime } from './handbook-work.ts';
import {
  benefits,
  conduct,
  equipment,
  learning,
  leaving,
  pay,
  safety,
} from './handbook-rewards.ts';
import { makeBook } from './page-layout.ts';

export const makeHandbook = (): Promise<Buffer> =>
  makeBook({
    title: 'Employee Handbook',
    organisation: 'Harbour & Vale',
    edition: 'Edition 2026',
    date: new Date(Date.UTC(2026, 0, 1, 9)),
    chapters: [
      aboutUs,
      workingTime,
      annualLeave,
      sickLeave,
      familyLeave,
      pay,
      benefits,
      learning,
      equipment,
      conduct,
      safety,
      leaving,
    ],
  });
