import { useAdministers, useMe } from '../api/queries.ts';
import { useOverlay } from '../parts/overlays.tsx';

/** Says quietly who answers, so that quotations are not taken for a model's words, or the other way round. */
export const AnswersNote = () => {
  const { data: me } = useMe();
  const administers = useAdministers();
  const { open } = useOverlay();
  if (!me) return null;
  return (
    <p className="mt-2 text-center text-xs text-muted-foreground">
      {me.answers.kind === 'quoted' ? (
        <>
          Answers are quotations from your documents.{' '}
          {administers ? (
            <button
              type="button"
              className="underline underline-offset-2"
              onClick={() => open('settings')}
            >
              Connect a model
            </button>
          ) : null}
        </>
      ) : (
        `Written by ${me.answers.model} from your documents. Check the sources.`
      )}
    </p>
  );
};
