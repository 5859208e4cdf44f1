type Named = { name: string; mediaType: string };

/** A file to be saved, never to be opened in place. Its name is data: written as RFC 6266 wants it. */
export const attachmentHeaders = ({ name, mediaType }: Named): Record<string, string> => {
  const tidy = name
    .toWellFormed()
    .replaceAll(/[\p{Cc}/\\]/gu, ' ')
    .slice(0, 200);
  const ascii = tidy.replaceAll(/[^\x20-\x7e]|["%;]/g, '_');
  const encoded = encodeURIComponent(tidy).replaceAll(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  );
  return {
    'content-type': mediaType,
    'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`,
  };
};

export const attachment = (body: string, named: Named): Response =>
  new Response(body, { headers: attachmentHeaders(named) });
