/** Saves what is being written every few seconds, one save after the other, and repeats what failed; what was refused is tried again when it has changed. */
import * as drafts from '@/api/drafts';
import type { DraftContent, Saved } from '@/api/drafts';
import { Keys } from '@/api/keys';
import { asProblem, type Problem } from '@/api/problem';
import type { Draft, DraftKind } from '@/api/types';
import type { RestoredFile } from '@/components/files/UploadQueue';

export type SaveStatus =
  | { state: 'none' }
  | { state: 'saving' }
  | { state: 'saved'; at: string }
  | { state: 'failed' }
  | { state: 'refused'; problem: Problem }
  | { state: 'conflict'; theirs: Draft };

const PAUSE_MS = 1500;
const REPEAT_MS = 5000;

type Store = Pick<typeof drafts, 'createDraft' | 'saveDraft' | 'getDraft' | 'discardDraft'>;

export class DraftKeeper {
  private saved: Saved | null = null;
  private wanted: DraftContent | null = null;
  private done = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> = Promise.resolve();
  private isOver = false;
  private keys = new Keys();
  private status: SaveStatus = { state: 'none' };
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly kind: DraftKind,
    private readonly number: number | null,
    private readonly store: Store = drafts,
    /** Whether what is saved still goes to the account of who wrote it. */
    private readonly isMine: () => boolean = () => true,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): SaveStatus => this.status;

  /** The draft to send with, if there is one. */
  get id(): string | null {
    return this.saved?.id ?? null;
  }

  /** Whether something is written that no server has. */
  get hasUnsaved(): boolean {
    if (this.isOver || this.wanted === null || !this.isMine() || (!this.saved && isEmpty(this.wanted))) return false;
    return JSON.stringify(this.wanted) !== this.done;
  }

  /** Go on with a draft that was found: nothing is unsaved, also before the form shows it. */
  resume(draft: Draft): void {
    this.saved = { id: draft.id, version: draft.version, updatedAt: draft.updated_at };
    this.wanted = contentOf(draft);
    this.done = JSON.stringify(this.wanted);
  }

  /** Something was written. What is still empty makes no draft. */
  change(content: DraftContent): void {
    this.wanted = content;
    this.saveSoon();
  }

  /** Save now what is not saved yet; resolves when nothing runs any more. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.running = this.running.then(() => this.save());
    return this.running;
  }

  /** The draft was sent, or left: nothing is saved any more. */
  async end(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** It was not sent after all: what was written meanwhile is saved too. */
  reopen(): void {
    this.isOver = false;
    this.saveSoon();
  }

  /** Delete the draft; one that could not be deleted is kept, and saved further. */
  async discard(): Promise<void> {
    await this.end();
    try {
      if (this.saved) await this.store.discardDraft(this.saved.id);
    } catch (error) {
      this.reopen();
      throw error;
    }
    this.forget();
    this.wanted = null;
    this.isOver = false;
    this.become({ state: 'none' });
  }

  /** After a conflict: this text goes over the other device's. */
  keepMine(): void {
    if (this.status.state !== 'conflict') return;
    const { theirs } = this.status;
    this.saved = { id: theirs.id, version: theirs.version, updatedAt: theirs.updated_at };
    this.become({ state: 'saving' });
    void this.flush();
  }

  /** After a conflict: the other device's text is taken over; returns it. */
  takeTheirs(): Draft | null {
    if (this.status.state !== 'conflict') return null;
    const { theirs } = this.status;
    this.resume(theirs);
    this.become({ state: 'saved', at: theirs.updated_at });
    return theirs;
  }

  private saveSoon(): void {
    if (this.hasUnsaved && this.status.state !== 'conflict') this.saveIn(PAUSE_MS);
  }

  private saveIn(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), milliseconds);
  }

  private async save(): Promise<void> {
    const content = this.wanted;
    if (!content || !this.hasUnsaved) return;
    this.become({ state: 'saving' });
    try {
      this.saved = this.saved
        ? await this.store.saveDraft(this.saved, this.kind, this.number, content)
        : await this.store.createDraft(this.kind, this.number, content, this.keys.for(content));
      this.done = JSON.stringify(content);
      this.become({ state: 'saved', at: this.saved.updatedAt });
    } catch (error) {
      await this.failed(asProblem(error));
    }
  }

  private async failed(problem: Problem): Promise<void> {
    const { status } = problem;
    if (status === 412 && this.saved) {
      try {
        this.become({ state: 'conflict', theirs: await this.store.getDraft(this.saved.id) });
        return;
      } catch {
        // not readable now: the next attempt meets the conflict again
      }
    }
    if (status === 404) this.forget(); // deleted or sent elsewhere: the text here becomes a draft of its own
    if (isRefusal(problem)) {
      this.become({ state: 'refused', problem });
      return;
    }
    this.become({ state: 'failed' });
    this.saveIn(REPEAT_MS);
  }

  /** The next save makes another draft, also of a text that made this one. */
  private forget(): void {
    this.saved = null;
    this.done = '';
    this.keys = new Keys();
  }

  private become(status: SaveStatus): void {
    this.status = status;
    for (const listener of this.listeners) listener();
  }
}

export function contentOf(draft: DraftContent): DraftContent {
  const { subject, body_html, category, priority, file_ids, info_items, on_behalf_of } = draft;
  return { subject, body_html, category, priority, file_ids, info_items, on_behalf_of };
}

/** The attached files of a draft, without the pictures that stand in its text. Of what cannot be shown now only the id is known: it stays attached. */
export function filesOf(draft: Draft): RestoredFile[] {
  const isAway = draft.missing.includes('files');
  return draft.file_ids.flatMap((id) => draft.files[id] ?? (isAway ? { id, name: null, size: 0 } : []));
}

export const EMPTY: DraftContent = {
  subject: '',
  body_html: '',
  category: null,
  priority: null,
  file_ids: [],
  info_items: [],
  on_behalf_of: null,
};

const PASSING = new Set([401, 404, 412, 429]);

/** Whether the same again would be answered the same. */
function isRefusal({ status, code }: Problem): boolean {
  return status >= 400 && status < 500 && !PASSING.has(status) && code !== 'command-in-progress';
}

function isEmpty(content: DraftContent): boolean {
  return !content.subject.trim() && !content.body_html && !content.file_ids.length && !content.info_items.some(Boolean);
}
