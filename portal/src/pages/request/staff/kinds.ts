/** What a consultant can write on a request; each kind has its tab and its draft. */
export type ComposerKind = 'reply' | 'info_request' | 'resolution' | 'note';
export const KINDS: ComposerKind[] = ['reply', 'info_request', 'resolution', 'note'];
