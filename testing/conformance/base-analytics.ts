import { expect, test } from 'vitest';
import type { Citation } from '../../src/domain/citation.ts';
import { newId } from '../../src/lib/ids.ts';
import type { TenantStores } from '../../src/ports/tenant-stores.ts';
import { acceptanceOf, outcomeOf } from './conversation-samples.ts';
import { documentOf, extractedText } from './document-samples.ts';
import { useTwoTenants, type OpenTwoTenants } from './two-tenants.ts';

type Stores = Pick<TenantStores, 'analytics' | 'conversations' | 'documents'>;
type Asking = {
  baseIds: string[];
  question?: string;
  abstained?: boolean;
  cites?: string[];
  at?: number;
};

const DAY = 86_400_000;
const citationOf = (documentId: string): Citation => ({
  kind: 'placed',
  id: newId('citation'),
  offset: 1,
  passageNumber: 1,
  passageId: 'p',
  documentId,
  versionId: newId('version'),
  title: 'T',
  headings: [],
  page: null,
  start: 0,
  end: 4,
  quote: 'Warm',
});

export const baseAnalyticsConformance = (open: OpenTwoTenants<Stores>): void => {
  const stores = useTwoTenants(open);
  const useOf = (baseId: string, since = 0, limit = 10) =>
    stores.here().analytics.useOf({ baseId, since, limit });

  const ask = async ({ baseIds, question = 'How warm?', ...asking }: Asking) => {
    const { conversations } = stores.here();
    const acceptance = acceptanceOf({ ownerId: newId('person'), text: question });
    const { turn } = acceptance;
    const createdAt = asking.at ?? Date.now();
    acceptance.assistantMessage.createdAt = createdAt;
    await conversations.accept({ ...acceptance, turn: { ...turn, createdAt } });
    await conversations.finish(
      turn.id,
      outcomeOf('Warm.', {
        abstained: asking.abstained ?? false,
        citations: (asking.cites ?? []).map(citationOf),
        asked: { question, baseIds },
      }),
    );
    return {
      messageId: turn.assistantMessageId,
      conversationId: turn.conversationId,
      ownerId: turn.principalId,
    };
  };
  const newDocument = async (baseId: string, title: string) => {
    const { documents } = stores.here();
    const document = documentOf({ baseId, title });
    await documents
      .addBase({
        id: baseId,
        name: baseId,
        description: '',
        conversationId: null,
        readers: ['everyone'],
        prompt: '',
        questions: [],
        createdAt: 1,
      })
      .catch(() => undefined); // there already
    await documents.add(document);
    await documents.saveVersion({
      id: newId('version'),
      documentId: document.id,
      hash: document.hash,
      extractor: '1',
      extracted: extractedText(),
      passages: [],
    });
    await documents.update(document.id, { state: 'ready', title });
    return document.id;
  };

  test('counts the days of each base, in its period, of its tenant', async () => {
    const [baseId, other] = [newId('base'), newId('base')];
    await ask({ baseIds: [baseId], at: 10 * DAY });
    await ask({ baseIds: [baseId, other], at: 10 * DAY + 5, abstained: true });
    await ask({ baseIds: [baseId], at: 12 * DAY });
    expect((await useOf(baseId)).days).toEqual([
      { day: '1970-01-11', questions: 2, unanswered: 1 },
      { day: '1970-01-13', questions: 1, unanswered: 0 },
    ]);
    expect((await useOf(baseId, 11 * DAY)).days).toHaveLength(1);
    expect((await useOf(other)).days).toHaveLength(1);
    const there = await stores.there().analytics.useOf({ baseId, since: 0, limit: 10 });
    expect(there.days).toEqual([]);
  });

  test('gives what was not answered, newest first, and what was rated down', async () => {
    const baseId = newId('base');
    const old = await ask({ baseIds: [baseId], question: 'Old?', abstained: true, at: 5 });
    const young = await ask({ baseIds: [baseId], question: 'Young?', abstained: true, at: 7 });
    const bad = await ask({
      baseIds: [baseId],
      question: 'Bad?',
      cites: ['d1', 'd1', 'd2'],
      at: 8,
    });
    const good = await ask({ baseIds: [baseId], question: 'Good?', at: 9 });
    const { conversations } = stores.here();
    await conversations.setFeedback(bad.messageId, bad.ownerId, ['negative', 'wrong_citation']);
    await conversations.setFeedback(good.messageId, good.ownerId, ['positive']);
    const { unanswered, ratedDown } = await useOf(baseId);
    expect(unanswered).toEqual([
      { messageId: young.messageId, question: 'Young?', askedAt: 7 },
      { messageId: old.messageId, question: 'Old?', askedAt: 5 },
    ]);
    expect((await useOf(baseId, 0, 1)).unanswered).toHaveLength(1);
    expect(ratedDown).toEqual([
      {
        messageId: bad.messageId,
        question: 'Bad?',
        askedAt: 8,
        feedback: ['negative', 'wrong_citation'],
        documentIds: ['d1', 'd2'],
      },
    ]);
  });

  test('tells which documents are cited most, and which never', async () => {
    const baseId = newId('base');
    const [often, once, never] = [
      await newDocument(baseId, 'Often'),
      await newDocument(baseId, 'Once'),
      await newDocument(baseId, 'Never'),
    ];
    await ask({ baseIds: [baseId], cites: [often, once], at: 5 });
    await ask({ baseIds: [baseId], cites: [often, often], at: 6 });
    const use = await useOf(baseId);
    expect(use.mostCited).toMatchObject([
      { id: often, title: 'Often', citations: 2, lastCitedAt: 6 },
      { id: once, citations: 1, lastCitedAt: 5 },
    ]);
    expect(use.neverCited).toMatchObject([{ id: never, citations: 0, lastCitedAt: null }]);
    const since = await useOf(baseId, 6);
    expect(since.neverCited.map(({ id }) => id).toSorted()).toEqual([once, never].toSorted());
  });

  test('an answer is found with what it cited, of its base only, until it is deleted', async () => {
    const baseId = newId('base');
    const { messageId, conversationId, ownerId } = await ask({ baseIds: [baseId], cites: ['d'] });
    const { analytics, conversations } = stores.here();
    expect(await analytics.asked(baseId, messageId)).toMatchObject({
      question: 'How warm?',
      abstained: false,
      cited: [{ documentId: 'd', quote: 'Warm' }],
    });
    expect(await analytics.asked(newId('base'), messageId)).toBeNull();
    await conversations.delete(conversationId, ownerId);
    expect(await analytics.asked(baseId, messageId)).toBeNull();
    expect((await useOf(baseId)).days).toEqual([]);
  });
};
