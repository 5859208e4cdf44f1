/** Words of a document. A row of a table is read cell by cell, not with bars or tabs between. */
export const Quote = ({ text }: { text: string }) => {
  const cells = text
    .split(/\s*[|\t]\s*/)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');
  return cells.length < 2 ? (
    <p dir="auto" className="line-clamp-6 wrap-anywhere">
      “{text}”
    </p>
  ) : (
    <ul className="mt-0.5 flex flex-wrap gap-x-2 gap-y-1">
      {cells.map((cell, index) => (
        <li key={index} dir="auto" className="rounded-md bg-muted px-1.5 wrap-anywhere">
          {cell}
        </li>
      ))}
    </ul>
  );
};
