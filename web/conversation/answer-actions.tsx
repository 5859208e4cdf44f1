import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, CircleHelp, Copy, RefreshCw, ThumbsDown, ThumbsUp } from 'lucide-react';
import { useState } from 'react';
import type { ConversationWithMessages, MessageView } from '../../src/contracts/conversation.ts';
import { keys } from '../api/queries.ts';
import { call } from '../api/request.ts';
import { announce } from '../parts/announcer.tsx';
import { copyText } from '../parts/copy.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { onDemand } from '../parts/on-demand.tsx';
import { BranchSwitcher } from './branch-switcher.tsx';
import { KeepAsTest } from './keep-as-test.tsx';
import { textOf } from './message-text.ts';

const WhyDialog = onDemand(() => import('./why-dialog.tsx'));

type Feedback = MessageView['feedback'];

const reasons = [
  { value: 'missing_citation', label: 'A citation is missing' },
  { value: 'wrong_citation', label: 'A citation is wrong' },
  { value: 'inaccurate_or_irrelevant', label: 'Wrong, or beside the point' },
  { value: 'out_of_scope', label: 'Not from our documents' },
  { value: 'other_unhelpful', label: 'Something else' },
] as const satisfies { value: Feedback[number]; label: string }[];

const useFeedback = (conversationId: string, message: MessageView) => {
  const client = useQueryClient();
  const queryKey = keys.conversation(conversationId);
  return useMutation({
    mutationFn: (feedback: Feedback) =>
      call(`/messages/${message.id}/feedback`, { method: 'PUT', body: { feedback } }),
    onMutate: async (feedback) => {
      await client.cancelQueries({ queryKey }); // an older answer would undo it
      client.setQueryData<ConversationWithMessages>(
        queryKey,
        (old) =>
          old && {
            ...old,
            messages: old.messages.map((each) =>
              each.id === message.id ? { ...each, feedback } : each,
            ),
          },
      );
    },
    onSuccess: () => announce('Thank you: your feedback is kept.'),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
};

const Reasons = ({ given, onChange }: { given: Feedback; onChange: (next: Feedback) => void }) => (
  <div role="group" aria-label="What was wrong" className="mt-2 flex flex-wrap gap-1.5">
    {reasons.map(({ value, label }) => {
      const on = given.includes(value);
      return (
        <button
          key={value}
          type="button"
          aria-pressed={on}
          className={`rounded-full border px-2.5 py-1 text-xs ${on ? 'border-brand bg-brand-soft' : 'border-border hover:bg-accent'}`}
          onClick={() => onChange(on ? given.filter((each) => each !== value) : [...given, value])}
        >
          {label}
        </button>
      );
    })}
  </div>
);

type Props = {
  conversationId: string;
  message: MessageView;
  onRegenerate: (() => void) | null;
  onSwitch: (id: string) => void;
};

/** What can be done with an answer: copy, judge, ask for another one, switch between them. */
export const AnswerActions = ({ conversationId, message, onRegenerate, onSwitch }: Props) => {
  const [copied, setCopied] = useState(false);
  const [askingWhy, setAskingWhy] = useState(false);
  const feedback = useFeedback(conversationId, message);
  const given = message.feedback;
  const negative = given.includes('negative');
  const copy = async (): Promise<void> => {
    await copyText(textOf(message));
    setCopied(true);
    announce('Copied');
    setTimeout(setCopied, 1500, false);
  };
  return (
    <>
      <div className="mt-3 -ml-2 flex items-center">
        <IconButton label="Copy the answer" data-command="copy" onClick={() => void copy()}>
          {copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
        </IconButton>
        <IconButton
          label="Good answer"
          aria-pressed={given.includes('positive')}
          onClick={() => feedback.mutate(given.includes('positive') ? [] : ['positive'])}
        >
          <ThumbsUp size={16} aria-hidden />
        </IconButton>
        <IconButton
          label="Bad answer"
          aria-pressed={negative}
          onClick={() => feedback.mutate(negative ? [] : ['negative'])}
        >
          <ThumbsDown size={16} aria-hidden />
        </IconButton>
        {onRegenerate ? (
          <IconButton label="Answer again" onClick={onRegenerate}>
            <RefreshCw size={16} aria-hidden />
          </IconButton>
        ) : null}
        <IconButton label="Why this answer" onClick={() => setAskingWhy(true)}>
          <CircleHelp size={16} aria-hidden />
        </IconButton>
        <BranchSwitcher id={message.id} siblings={message.siblings} onSwitch={onSwitch} />
      </div>
      {askingWhy ? <WhyDialog messageId={message.id} onClose={() => setAskingWhy(false)} /> : null}
      {negative ? <Reasons given={given} onChange={(next) => feedback.mutate(next)} /> : null}
      {negative || message.abstained ? (
        <KeepAsTest conversationId={conversationId} message={message} />
      ) : null}
    </>
  );
};
