/** The files of one submission: at most three slots (P5), each done, on its way, or stopped; and what was refused before a byte was sent. */
import { CANCELLED, type Upload, uploadFile } from '@/api/upload';
import { asProblem, type Problem } from '@/api/problem';
import type { FileInfo } from '@/api/types';

export const MOST_FILES = 3;
export const MOST_BYTES = 25 * 1024 * 1024;
export const LONGEST_NAME = 200;

export type RefusalReason = 'tooMany' | 'tooLarge' | 'nameTooLong' | 'empty';

export interface Refusal {
  key: number;
  name: string;
  size: number;
  reason: RefusalReason;
}

export interface Slot {
  key: number;
  name: string;
  size: number;
  sent: number;
  state: 'uploading' | 'done' | 'failed';
  fileId: string | null;
  problem: Problem | null;
}

/** A file that is stored already; without a name when the files cannot be shown now. */
export type RestoredFile = Pick<FileInfo, 'id' | 'name' | 'size'>;

interface Snapshot {
  /** Pictures of the text that are on their way: they take no slot, and sending waits for them. */
  pictures: number;
  slots: Slot[];
  refused: Refusal[];
}

type Send = (file: File, onProgress: (sent: number) => void) => Upload;

export class UploadQueue {
  private state: Snapshot = { pictures: 0, slots: [], refused: [] };
  private readonly listeners = new Set<() => void>();
  private readonly running = new Map<number, Upload>();
  private readonly sources = new Map<number, File>();
  private nextKey = 1;

  constructor(private readonly send: Send = uploadFile) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): Snapshot => this.state;

  /** Files that are there already (a draft's). */
  restore(files: RestoredFile[]): void {
    const slots = files.map((file): Slot => ({
      key: this.nextKey++,
      name: file.name ?? '',
      size: file.size,
      sent: file.size,
      state: 'done',
      fileId: file.id,
      problem: null,
    }));
    this.become({ slots: [...this.state.slots, ...slots].slice(0, MOST_FILES) });
  }

  /** Take files, as many as there are slots; the others are refused with a reason. */
  add(files: File[]): void {
    const refused: Refusal[] = [];
    for (const file of files) {
      const reason = this.reasonAgainst(file);
      if (reason) refused.push({ key: this.nextKey++, name: file.name, size: file.size, reason });
      else this.begin(file);
    }
    if (refused.length) this.become({ refused: [...this.state.refused, ...refused] });
  }

  private reasonAgainst(file: File): RefusalReason | null {
    if (file.size > MOST_BYTES) return 'tooLarge';
    if (file.size === 0) return 'empty';
    if ([...file.name].length > LONGEST_NAME) return 'nameTooLong';
    return this.state.slots.length >= MOST_FILES ? 'tooMany' : null;
  }

  private begin(file: File): void {
    const key = this.nextKey++;
    this.sources.set(key, file);
    const slot: Slot = { key, name: file.name, size: file.size, sent: 0, state: 'uploading', fileId: null, problem: null };
    this.become({ slots: [...this.state.slots, slot] });
    this.run(key, file);
  }

  private run(key: number, file: File): void {
    const upload = this.send(file, (sent) => this.change(key, { sent: Math.min(sent, file.size) }));
    this.running.set(key, upload);
    void upload.done.then(
      (stored) => this.change(key, { state: 'done', sent: file.size, fileId: stored.id }),
      (error: unknown) => {
        const problem = asProblem(error);
        if (problem.code !== CANCELLED) this.change(key, { state: 'failed', problem });
      },
    ).finally(() => this.running.delete(key) && this.tell());
  }

  retry(key: number): void {
    const file = this.sources.get(key);
    if (!file) return;
    this.change(key, { state: 'uploading', sent: 0, problem: null });
    this.run(key, file);
  }

  /** Take a file out; an upload on its way is stopped. */
  remove(key: number): void {
    this.running.get(key)?.cancel();
    this.sources.delete(key);
    this.become({ slots: this.state.slots.filter((slot) => slot.key !== key) });
  }

  dismiss(key: number): void {
    this.become({ refused: this.state.refused.filter((refusal) => refusal.key !== key) });
  }

  clear(): void {
    for (const upload of this.running.values()) upload.cancel();
    this.sources.clear();
    this.become({ slots: [], refused: [] });
  }

  /** Upload a picture that was pasted into the text; rejects with a `Problem`. */
  async picture(file: File): Promise<FileInfo> {
    this.become({ pictures: this.state.pictures + 1 });
    try {
      return await this.send(file, () => undefined).done;
    } finally {
      setTimeout(() => this.become({ pictures: this.state.pictures - 1 })); // first it stands in the text, then sending goes on
    }
  }

  /** The ids of what is stored. */
  get fileIds(): string[] {
    return this.state.slots.flatMap((slot) => (slot.fileId ? [slot.fileId] : []));
  }

  /** Resolves when nothing is on its way any more; false when something failed. */
  whenSettled(): Promise<boolean> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.state.pictures > 0 || this.state.slots.some((slot) => slot.state === 'uploading')) return;
        stop();
        resolve(this.state.slots.every((slot) => slot.state === 'done'));
      };
      const stop = this.subscribe(look);
      look();
    });
  }

  private change(key: number, what: Partial<Slot>): void {
    this.become({ slots: this.state.slots.map((slot) => (slot.key === key ? { ...slot, ...what } : slot)) });
  }

  private become(what: Partial<Snapshot>): void {
    this.state = { ...this.state, ...what };
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
