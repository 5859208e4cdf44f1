// Made by client/generate.ts from the API’s own document. Do not edit.

export type Schemas = {
  Problem: { type: string; title: string; status: number; detail: string; code: string; retryable: boolean; retryAfter?: number; field?: string; traceId: string };
  Conversation: { id: string; title: string; baseIds: string[]; createdAt: number; updatedAt: number; activeLeafId: (string | null); runningTurnId: (string | null) };
  ConversationWithMessages: { id: string; title: string; baseIds: string[]; createdAt: number; updatedAt: number; activeLeafId: (string | null); runningTurnId: (string | null); messages: Schemas["Message"][] };
  Message: { id: string; parentId: (string | null); role: ("user" | "assistant"); parts: ({ type: "text"; text: string } | { type: "image"; mediaType: string; name: string; url: string } | { type: "file"; documentId: string; name: string })[]; state: ("complete" | "streaming" | "stopped" | "failed" | "interrupted"); turnId: string; createdAt: number; citations: Schemas["Citation"][]; sources: Schemas["Source"][]; abstained: boolean; usage: (Schemas["Usage"] | null); feedback: ("neutral" | "positive" | "negative" | "missing_citation" | "wrong_citation" | "out_of_scope" | "inaccurate_or_irrelevant" | "other_unhelpful" | "hate_speech" | "violent" | "sexual" | "manipulative" | "other_harmful")[]; problem: ({ code: string; detail: string; retryable: boolean } | null); siblings: string[] };
  Citation: { id: string; kind: ("placed" | "passage" | "external"); offset: number; passageNumber: (number | null); documentId: (string | null); versionId: (string | null); title: string; headings: string[]; page: (number | null); place: (string | null); start: (number | null); end: (number | null); quote: string; url: (string | null) };
  Source: { number: number; documentId: string; versionId: string; title: string; headings: string[]; page: (number | null); place: (string | null); start: number; end: number; text: string; score: number };
  Usage: { promptTokens: number; completionTokens: number; cachedTokens: number; estimated: boolean; costUsd: (number | null) };
  Turn: { id: string; conversationId: string; surface: string; userMessageId: string; assistantMessageId: string; state: ("running" | "completed" | "stopped" | "failed" | "interrupted"); problem: ({ code: string; title: string; detail: string; retryable: boolean; retryAfter?: number; field?: string } | null); createdAt: number; endedAt: (number | null) };
  TurnRequest: { text: string; parentId?: (string | null); baseIds?: string[]; attachments?: string[]; images?: { name: string; dataUrl: string }[]; filter?: Record<string, string[]> };
  TurnChunk: ({ type: "start"; messageId: string; messageMetadata: { turnId: string; conversationId: string; userMessageId: string } } | { type: "data-title"; data: { title: string } } | { type: "data-question"; data: { question: string; by: ("rules" | "model") } } | { type: "data-sources"; data: { sources: Schemas["Source"][] } } | { type: "source-document"; sourceId: string; mediaType: string; title: string } | { type: "data-progress"; transient: true; data: { stage: string } } | { type: "data-answer"; data: { kind: ("quoted" | "generated"); model: string } } | { type: "reasoning-start"; id: string } | { type: "reasoning-delta"; id: string; delta: string } | { type: "reasoning-end"; id: string } | { type: "text-start"; id: string } | { type: "text-delta"; id: string; delta: string } | { type: "text-end"; id: string } | { type: "data-citation"; id: string; data: Schemas["Citation"] } | { type: "data-filtered"; data: { where: ("question" | "answer"); categories: string[] } } | { type: "data-usage"; data: Schemas["Usage"] } | { type: "data-outcome"; data: { outcome: ("completed" | "stopped" | "failed" | "interrupted"); abstained: boolean; storedLength: number; problem: ({ code: string; detail: string; retryable: boolean; retryAfter?: number } | null) } } | { type: "error"; errorText: string } | { type: "abort"; reason: string } | { type: "finish"; finishReason: string });
  UiChatRequest: { id: string; messages: { id: string; role: string; parts: { type: string }[] }[]; trigger: ("submit-message" | "regenerate-message"); messageId?: (string | null); baseIds?: string[] };
  Me: { id: string; name: string; tenant: string; role: ("viewer" | "member" | "administrator" | "operator"); answers: { kind: ("quoted" | "generated"); model: string; vision: boolean } };
  Preferences: { theme: ("system" | "light" | "dark"); baseIds: string[] };
  ApiKey: { id: string; name: string; role: ("viewer" | "member" | "administrator" | "operator"); scopes: ("ask" | "knowledge:read" | "knowledge:write" | "admin")[]; createdAt: number; lastUsedAt: (number | null); revokedAt: (number | null) };
  CreatedApiKey: { id: string; name: string; role: ("viewer" | "member" | "administrator" | "operator"); scopes: ("ask" | "knowledge:read" | "knowledge:write" | "admin")[]; createdAt: number; lastUsedAt: (number | null); revokedAt: (number | null); key: string };
  Base: { id: string; name: string; description: string; createdAt: number; documents: number; questions: string[]; prompt: (string | null); readers: (string[] | null) };
  Document: { id: string; baseId: string; name: string; title: string; mediaType: string; format: (string | null); bytes: number; state: ("queued" | "extracting" | "indexing" | "ready" | "partly" | "failed" | "needs-ocr" | "needs-password" | "cancelled"); reason: (string | null); pages: (number | null); passages: number; language: (string | null); versionId: (string | null); warnings: { code: string; reason: string; range: ({ start: number; end: number } | null); page?: number }[]; metadata: Record<string, (string | number | boolean | string[])>; source: string; attachedTo: (string | null); progress: (Schemas["DocumentProgress"] | null); createdAt: number; updatedAt: number };
  DocumentProgress: { stage: ("waiting" | "paused" | "extracting" | "indexing" | "embedding"); place: (number | null); done: (number | null); total: (number | null) };
  Ingestion: { state: ("idle" | "reading" | "paused" | "held"); reason: (string | null); index: ({ state: ("filling" | "renewing"); percent: number } | null); rate: ({ documentsPerMinute: number; bytesPerSecond: number } | null); total: { documents: number; done: number; failed: number; cancelled: number; waiting: number; reading: number; bytes: number; bytesDone: number; secondsLeft: (number | null) }; bases: { documents: number; done: number; failed: number; cancelled: number; waiting: number; reading: number; bytes: number; bytesDone: number; secondsLeft: (number | null); baseId: string; paused: boolean }[]; lanes: { documents: number; done: number; failed: number; cancelled: number; waiting: number; reading: number; bytes: number; bytesDone: number; secondsLeft: (number | null); id: string; baseId: string; source: ("folder" | "upload"); name: (string | null); paused: boolean }[]; reading: { documentId: string; baseId: string; name: string; progress: Schemas["DocumentProgress"] }[] };
  TestQuestion: { id: string; baseId: string; question: string; expected: { documentId: string; title: (string | null); quote: (string | null) }[]; answer: (string | null); unanswerable: boolean; messageId: (string | null); createdAt: number; updatedAt: number };
  Evaluation: { id: string; baseId: string; state: ("waiting" | "running" | "done" | "failed"); questions: number; done: number; fingerprint: Record<string, string>; reason: (string | null); createdAt: number; endedAt: (number | null) };
  Passage: { id: string; documentId: string; versionId: string; title: string; headings: string[]; page: (number | null); place: (string | null); start: number; end: number; text: string };
  VersionText: { documentId: string; versionId: string; current: boolean; title: string; mediaType: string; language: (string | null); start: number; end: number; total: number; text: string; blocks: { kind: ("heading" | "paragraph" | "list-item" | "table" | "code" | "slide" | "row-group"); level?: number; page?: number; start: number; end: number; rows?: number[]; header?: boolean }[] };
  Outline: { total: number; pages: { page: number; title: string; start: number; end: number }[]; headings: { level: number; text: string; page: (number | null); start: number; end: number }[] };
  Readers: { everyone: boolean; groups: string[]; you: boolean; people: string[]; otherPeople: number };
  Located: { changed: boolean; found: ({ versionId: string; start: number; end: number; how: ("exact" | "near") } | null); old: ({ versionId: string; start: number; end: number } | null) };
  Why: { messageId: string; asked: string; searched: string; rewrittenBy: (("rules" | "model") | null); language: string; terms: { stem: string; weight: (number | null); variants: { stem: string; likeness: number }[] }[]; space: (string | null); filter: Record<string, string[]>; evidence: (number | null); passagesInScope: number; candidates: { passageId: string; documentId: string; versionId: string; title: string; headings: string[]; page: (number | null); place: (string | null); start: number; end: number; excerpt: string; score: number; number: (number | null); leftOut: (("rank" | "model") | null); evidence: ({ wordRank: (number | null); wordScore: (number | null); words: string[]; vectorRank: (number | null); similarity: (number | null); boost: number; fusedRank: (number | null) } | null) }[]; withheld: number; calls: { purpose: ("rewrite" | "embed" | "rerank"); model: string; milliseconds: number; outcome: ("done" | "failed" | "late" | "odd") }[]; remembered: boolean; answerRemembered: boolean };
};

export type Operations = {
  /** Whether the process answers */
  "GET /health/live": { path: Record<never, never>; query: Record<never, never>; body: undefined; answer: { status: ("ok" | "not ready") } };
  /** Whether questions can be asked now; 503 while starting or stopping */
  "GET /health/ready": { path: Record<never, never>; query: Record<never, never>; body: undefined; answer: { status: ("ok" | "not ready") } };
  /** Trade the token of a one-time link for a session */
  "POST /api/v1/sign-in": { path: Record<never, never>; query: Record<never, never>; body: { token: string }; answer: Schemas["Me"] };
  /** End this session */
  "POST /api/v1/sign-out": { path: Record<never, never>; query: Record<never, never>; body: undefined; answer: undefined };
  /** Who you are, and who answers */
  "GET /api/v1/me": { path: Record<never, never>; query: Record<never, never>; body: undefined; answer: Schemas["Me"] };
  /** Your settings */
  "GET /api/v1/me/preferences": { path: Record<never, never>; query: Record<never, never>; body: undefined; answer: Schemas["Preferences"] };
  /** Keep your settings */
  "PUT /api/v1/me/preferences": { path: Record<never, never>; query: Record<never, never>; body: Schemas["Preferences"]; answer: Schemas["Preferences"] };
  /** List API keys: your own, as administrator all */
  "GET /api/v1/keys": { path: Record<never, never>; query: Record<never, never>; body: undefined; answer: { items: Schemas["ApiKey"][] } };
  /** Make an API key; it is shown this once */
  "POST /api/v1/keys": { path: Record<never, never>; query: Record<never, never>; body: { name: string; role?: ("viewer" | "member" | "administrator"); scopes?: ("ask" | "knowledge:read" | "knowledge:write" | "admin")[] }; answer: Schemas["CreatedApiKey"] };
  /** Revoke an API key, at once */
  "DELETE /api/v1/keys/{id}": { path: { id: string }; query: Record<never, never>; body: undefined; answer: undefined };
  /** List conversations, the last used first */
  "GET /api/v1/conversations": { path: Record<never, never>; query: { limit?: number; cursor?: string }; body: undefined; answer: { items: Schemas["Conversation"][]; cursor: (string | null) } };
  /** Start an empty conversation */
  "POST /api/v1/conversations": { path: Record<never, never>; query: Record<never, never>; body: { title?: string; baseIds?: string[] }; answer: Schemas["Conversation"] };
  /** Delete all own conversations with their attachments */
  "DELETE /api/v1/conversations": { path: Record<never, never>; query: Record<never, never>; body: undefined; answer: { deleted: number } };
  /** Search the titles and texts of own conversations */
  "GET /api/v1/conversations/search": { path: Record<never, never>; query: { q: string; limit?: number }; body: undefined; answer: { items: { conversation: Schemas["Conversation"]; snippet: string; messageId: (string | null) }[]; cursor: (string | null) } };
  /** Read a conversation */
  "GET /api/v1/conversations/{id}": { path: { id: string }; query: { tree?: ("0" | "1") }; body: undefined; answer: Schemas["ConversationWithMessages"] };
  /** Rename a conversation, choose its bases, or switch to another branch */
  "PATCH /api/v1/conversations/{id}": { path: { id: string }; query: Record<never, never>; body: { title?: string; baseIds?: string[]; activeLeafId?: string }; answer: Schemas["Conversation"] };
  /** Delete a conversation with its attachments; a running answer is stopped */
  "DELETE /api/v1/conversations/{id}": { path: { id: string }; query: Record<never, never>; body: undefined; answer: undefined };
  /** Download a conversation */
  "GET /api/v1/conversations/{id}/export": { path: { id: string }; query: { format: ("markdown" | "json") }; body: undefined; answer: "text/markdown" };
  /** Say what an answer was like; an empty list takes it back */
  "PUT /api/v1/messages/{id}/feedback": { path: { id: string }; query: Record<never, never>; body: { feedback: ("neutral" | "positive" | "negative" | "missing_citation" | "wrong_citation" | "out_of_scope" | "inaccurate_or_irrelevant" | "other_unhelpful" | "hate_speech" | "violent" | "sexual" | "manipulative" | "other_harmful")[] }; answer: undefined };
  /** Ask; the answer is streamed, and goes on without a reader */
  "POST /api/v1/conversations/{id}/turns": { path: { id: string }; query: Record<never, never>; body: Schemas["TurnRequest"]; answer: "text/event-stream" };
  /** How a turn stands */
  "GET /api/v1/turns/{id}": { path: { id: string }; query: Record<never, never>; body: undefined; answer: Schemas["Turn"] };
  /** Read a turn’s stream, from its start or after `Last-Event-ID` */
  "GET /api/v1/turns/{id}/stream": { path: { id: string }; query: Record<never, never>; body: undefined; answer: "text/event-stream" };
  /** Stop an answer; what was written stays */
  "POST /api/v1/turns/{id}/stop": { path: { id: string }; query: Record<never, never>; body: undefined; answer: { stopped: boolean } };
  /** Answer the same question again, as a new branch; streamed */
  "POST /api/v1/turns/{id}/regenerate": { path: { id: string }; query: Record<never, never>; body: undefined; answer: "text/event-stream" };
  /** Ask, as the AI SDK’s `useChat` does */
  "POST /api/v1/ui-chat": { path: Record<never, never>; query: Record<never, never>; body: Schemas["UiChatRequest"]; answer: "text/event-stream" };
  /** Join the running answer of a chat, from its start */
  "GET /api/v1/ui-chat/{id}/stream": { path: { id: string }; query: Record<never, never>; body: undefined; answer: "text/event-stream" };
  /** Stop the running answer of a chat */
  "POST /api/v1/ui-chat/{id}/stop": { path: { id: string }; query: Record<never, never>; body: undefined; answer: { stopped: boolean } };
  /** List knowledge bases */
  "GET /api/v1/bases": { path: Record<never, never>; query: Record<never, never>; body: undefined; answer: { items: Schemas["Base"][]; cursor: (string | null) } };
  /** Make a knowledge base */
  "POST /api/v1/bases": { path: Record<never, never>; query: Record<never, never>; body: { name: string; description?: string; prompt?: string; questions?: string[]; readers?: string[] }; answer: Schemas["Base"] };
  /** Read a knowledge base */
  "GET /api/v1/bases/{id}": { path: { id: string }; query: Record<never, never>; body: undefined; answer: Schemas["Base"] };
  /** Name or describe a knowledge base, say how it answers, what to ask, and who reads it */
  "PATCH /api/v1/bases/{id}": { path: { id: string }; query: Record<never, never>; body: { name?: string; description?: string; prompt?: string; questions?: string[]; readers?: string[] }; answer: Schemas["Base"] };
  /** Delete a knowledge base with all its documents */
  "DELETE /api/v1/bases/{id}": { path: { id: string }; query: Record<never, never>; body: undefined; answer: undefined };
  /** What a base was asked, what it could not answer, and what it cites */
  "GET /api/v1/bases/{id}/analytics": { path: { id: string }; query: { days?: number }; body: undefined; answer: { since: number; days: { day: string; questions: number; unanswered: number }[]; unanswered: { question: string; asked: number; lastAskedAt: number; messageIds: string[] }[]; ratedDown: { messageId: string; question: string; askedAt: number; feedback: ("neutral" | "positive" | "negative" | "missing_citation" | "wrong_citation" | "out_of_scope" | "inaccurate_or_irrelevant" | "other_unhelpful" | "hate_speech" | "violent" | "sexual" | "manipulative" | "other_harmful")[]; documents: { id: string; title: string }[] }[]; mostCited: { id: string; title: string; createdAt: number; citations: number; lastCitedAt: (number | null) }[]; neverCited: { id: string; title: string; createdAt: number; citations: number; lastCitedAt: (number | null) }[] } };
  /** List the test questions of a base */
  "GET /api/v1/bases/{id}/test-questions": { path: { id: string }; query: Record<never, never>; body: undefined; answer: { items: Schemas["TestQuestion"][]; cursor: (string | null) } };
  /** Make a test question of an answer, or write one */
  "POST /api/v1/bases/{id}/test-questions": { path: { id: string }; query: Record<never, never>; body: { messageId?: string; question?: string; expected?: { documentId: string; quote?: (string | null) }[]; answer?: (string | null); unanswerable?: boolean }; answer: Schemas["TestQuestion"] };
  /** Change a test question */
  "PATCH /api/v1/test-questions/{id}": { path: { id: string }; query: Record<never, never>; body: { question?: string; expected?: { documentId: string; quote?: (string | null) }[]; answer?: (string | null); unanswerable?: boolean }; answer: Schemas["TestQuestion"] };
  /** Delete a test question; results of it stay */
  "DELETE /api/v1/test-questions/{id}": { path: { id: string }; query: Record<never, never>; body: undefined; answer: undefined };
  /** List the evaluations of a base, the newest first */
  "GET /api/v1/bases/{id}/evaluations": { path: { id: string }; query: { limit?: number; cursor?: string }; body: undefined; answer: { items: Schemas["Evaluation"][]; cursor: (string | null) } };
  /** Ask all test questions of a base; one evaluation at a time */
  "POST /api/v1/bases/{id}/evaluations": { path: { id: string }; query: Record<never, never>; body: undefined; answer: Schemas["Evaluation"] };
  /** Read an evaluation, also while it runs, against an earlier one */
  "GET /api/v1/evaluations/{id}": { path: { id: string }; query: { against?: string }; body: undefined; answer: { id: string; baseId: string; state: ("waiting" | "running" | "done" | "failed"); questions: number; done: number; fingerprint: Record<string, string>; reason: (string | null); createdAt: number; endedAt: (number | null); figures: Record<string, { mean: number; low: number; high: number; questions: number }>; results: { questionId: string; question: string; unanswerable: boolean; rank: (number | null); found: (boolean | null); recall: (number | null); ndcg: (number | null); contains: (boolean | null); cited: (boolean | null); abstained: boolean; abstainedRightly: boolean; outdated: boolean; answer: string; documentIds: string[]; milliseconds: number; problem: (string | null) }[]; comparison: ({ with: Schemas["Evaluation"]; questions: number; differences: Record<string, { mean: number; low: number; high: number; questions: number; before: number; now: number }>; better: { questionId: string; question: string; measures: ("found" | "recall" | "reciprocalRank" | "ndcg" | "contains" | "cited" | "abstainedRightly")[] }[]; worse: { questionId: string; question: string; measures: ("found" | "recall" | "reciprocalRank" | "ndcg" | "contains" | "cited" | "abstainedRightly")[] }[] } | null) } };
  /** Delete an evaluation; one that runs is called off */
  "DELETE /api/v1/evaluations/{id}": { path: { id: string }; query: Record<never, never>; body: undefined; answer: undefined };
  /** List and find documents, or the attachments of a conversation */
  "GET /api/v1/documents": { path: Record<never, never>; query: { base?: string; conversation?: string; attachedTo?: string; state?: ("queued" | "extracting" | "indexing" | "ready" | "partly" | "failed" | "needs-ocr" | "needs-password" | "cancelled"); q?: string; filter?: string; order?: ("newest" | "name" | "changed"); limit?: number; cursor?: string }; body: undefined; answer: { items: Schemas["Document"][]; cursor: (string | null); total: (number | null) } };
  /** Upload documents into a base; fields of the form before the files are metadata */
  "POST /api/v1/documents": { path: Record<never, never>; query: { base?: string }; body: FormData; answer: { documents: Schemas["Document"][] } };
  /** How a document stands */
  "GET /api/v1/documents/{id}": { path: { id: string }; query: Record<never, never>; body: undefined; answer: Schemas["Document"] };
  /** Delete a document everywhere */
  "DELETE /api/v1/documents/{id}": { path: { id: string }; query: Record<never, never>; body: undefined; answer: undefined };
  /** Change what is known of a document; administrators: also who reads it */
  "PATCH /api/v1/documents/{id}": { path: { id: string }; query: Record<never, never>; body: { set?: Record<string, (string | number | boolean | string[])>; unset?: string[]; addTags?: string[]; removeTags?: string[]; readers?: string[] }; answer: Schemas["Document"] };
  /** The passages that are searched of a document */
  "GET /api/v1/documents/{id}/passages": { path: { id: string }; query: { limit?: number; cursor?: string }; body: undefined; answer: { items: Schemas["Passage"][]; cursor: (string | null) } };
  /** Download the original file, or a range of its bytes */
  "GET /api/v1/documents/{id}/original": { path: { id: string }; query: Record<never, never>; body: undefined; answer: "application/octet-stream" };
  /** Read a document again, with a password where it has one */
  "POST /api/v1/documents/{id}/reindex": { path: { id: string }; query: Record<never, never>; body: { password?: string }; answer: Schemas["Document"] };
  /** Change what is known of many documents, at most a thousand at once */
  "POST /api/v1/documents/metadata": { path: Record<never, never>; query: Record<never, never>; body: { ids?: string[]; base?: string; filter?: Record<string, string[]>; cursor?: string; set?: Record<string, (string | number | boolean | string[])>; unset?: string[]; addTags?: string[]; removeTags?: string[]; readers?: string[] }; answer: { items: { id: string; outcome: ("changed" | "unchanged" | "failed"); problem: ({ code: string; detail: string } | null) }[]; cursor: (string | null) } };
  /** Attach files to a conversation: only its owner reads them, and they go with it */
  "POST /api/v1/conversations/{id}/attachments": { path: { id: string }; query: Record<never, never>; body: FormData; answer: { documents: Schemas["Document"][] } };
  /** How far the reading of documents is, of what you may read */
  "GET /api/v1/ingestion": { path: Record<never, never>; query: { base?: string }; body: undefined; answer: Schemas["Ingestion"] };
  /** Documents whose reading was given up after several attempts */
  "GET /api/v1/ingestion/given-up": { path: Record<never, never>; query: { base?: string }; body: undefined; answer: { items: { documentId: string; baseId: string; name: string; reason: string; attempts: number; since: number }[] } };
  /** Read no more documents of a base, of a lane, or at all; what is being read is finished */
  "POST /api/v1/ingestion/pause": { path: Record<never, never>; query: Record<never, never>; body: { base?: string; lane?: string }; answer: Schemas["Ingestion"] };
  /** Go on reading what was paused; each pause is ended as it was made */
  "POST /api/v1/ingestion/resume": { path: Record<never, never>; query: Record<never, never>; body: { base?: string; lane?: string }; answer: Schemas["Ingestion"] };
  /** Read everything of a base again that failed */
  "POST /api/v1/ingestion/retry": { path: Record<never, never>; query: Record<never, never>; body: { base: string }; answer: { documents: number } };
  /** Stop reading a document; what was searched of it before still is */
  "POST /api/v1/documents/{id}/cancel": { path: { id: string }; query: Record<never, never>; body: undefined; answer: Schemas["Document"] };
  /** The text that citations of this version point into */
  "GET /api/v1/versions/{id}/text": { path: { id: string }; query: { from?: number; to?: number }; body: undefined; answer: Schemas["VersionText"] };
  /** Pages, slides or sheets of a version with their titles, and its headings */
  "GET /api/v1/versions/{id}/outline": { path: { id: string }; query: Record<never, never>; body: undefined; answer: Schemas["Outline"] };
  /** Where words stand in a version */
  "GET /api/v1/versions/{id}/find": { path: { id: string }; query: { q: string; limit?: number }; body: undefined; answer: { hits: { start: number; end: number; page: (number | null) }[]; more: boolean } };
  /** Where the words of a range stand on the pages */
  "GET /api/v1/versions/{id}/places": { path: { id: string }; query: { start: number; end: number }; body: undefined; answer: { boxes: { page: number; left: number; top: number; width: number; height: number }[] } };
  /** Who may read a document */
  "GET /api/v1/documents/{id}/readers": { path: { id: string }; query: Record<never, never>; body: undefined; answer: Schemas["Readers"] };
  /** Where the passage of a link stands now, also after the document has changed */
  "GET /api/v1/documents/{id}/locate": { path: { id: string }; query: { version: string; start: number; end: number; words?: string }; body: undefined; answer: Schemas["Located"] };
  /** Search passages */
  "GET /api/v1/search": { path: Record<never, never>; query: { q: string; base?: string; filter?: string; facets?: string; limit?: number }; body: undefined; answer: { facets?: Record<string, { value: string; documents: number }[]>; evidence: (number | null); hits: { id: string; documentId: string; versionId: string; title: string; headings: string[]; page: (number | null); place: (string | null); start: number; end: number; text: string; score: number }[] } };
  /** Values of metadata, with how many documents have them */
  "GET /api/v1/facets": { path: Record<never, never>; query: { base?: string; names: string; filter?: string }; body: undefined; answer: { facets: Record<string, { value: string; documents: number }[]> } };
  /** Questions to begin with: those of the bases, and some from the newest documents */
  "GET /api/v1/suggestions": { path: Record<never, never>; query: { bases?: string }; body: undefined; answer: { questions: string[] } };
  /** An image of a question */
  "GET /api/v1/messages/{id}/images/{place}": { path: { id: string; place: number }; query: Record<never, never>; body: undefined; answer: "image/*" };
  /** Where documents are mirrored from, and what became of every file there */
  "GET /api/v1/sources": { path: Record<never, never>; query: Record<never, never>; body: undefined; answer: { items: { name: string; kind: "folder"; files: number; documents: number; lastLook: (number | null); nextLook: (number | null); problems: { path: string; reason: string }[]; leftOut: { path: string; reason: string }[] }[]; cursor: (string | null) } };
  /** Which embedding model is used, and how far its vectors are */
  "GET /api/v1/vectors": { path: Record<never, never>; query: Record<never, never>; body: undefined; answer: { configured: (string | null); served: ({ space: string; passages: number; total: number } | null); building: ({ space: string; passages: number; total: number } | null) } };
  /** Why an answer has its sources: what was searched, what came up, what was left out */
  "GET /api/v1/messages/{id}/why": { path: { id: string }; query: Record<never, never>; body: undefined; answer: Schemas["Why"] };
  /** Make a one-time link for an account; a new name makes an account */
  "POST /api/v1/operator/sign-in-link": { path: Record<never, never>; query: { name?: string; role?: ("viewer" | "member" | "administrator") }; body: undefined; answer: { url: string; expiresAt: number } };
  /** How the installation stands */
  "GET /api/v1/operator/status": { path: Record<never, never>; query: Record<never, never>; body: undefined; answer: Record<string, unknown> };
  /** A backup of everything, while everything goes on */
  "POST /api/v1/operator/backup": { path: Record<never, never>; query: Record<never, never>; body: undefined; answer: "application/x-tar" };
};
