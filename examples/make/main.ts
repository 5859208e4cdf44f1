import { writeFile } from 'node:fs/promises';

/** The moment at which all examples were made: nothing in them may change when they are made again. */
const MADE_AT = Date.UTC(2026, 0, 1, 9);

// The docx library writes the present time into the file and its archive, and offers no way to say another.
const RealDate = Date;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, values: unknown[]) =>
    Reflect.construct(target, values.length === 0 ? [MADE_AT] : values) as object,
});
Date.now = () => MADE_AT;
// Archives hold local times.
process.env['TZ'] = 'UTC';

const { makeHandbook } = await import('./handbook.ts');
const { makeRoomsAndCourses } = await import('./rooms-and-courses.ts');
const { makeTravelPolicy } = await import('./travel-policy.ts');

const folder = new URL('../documents/', import.meta.url);
await writeFile(new URL('employee-handbook.pdf', folder), await makeHandbook());
await writeFile(new URL('travel-and-expenses-policy.docx', folder), await makeTravelPolicy());
await writeFile(new URL('rooms-and-courses.xlsx', folder), makeRoomsAndCourses());
