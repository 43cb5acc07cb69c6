/** Uploading by XMLHttpRequest, because `fetch` does not tell how far it is. Part of the one place that talks HTTP. */
import { renewSession } from '@/session/store';
import { newKey } from './client';
import { OFFLINE, Problem, problemOf } from './problem';
import type { FileInfo } from './types';

export interface Upload {
  /** Resolves with the stored file; rejects with a `Problem`. */
  done: Promise<FileInfo>;
  cancel: () => void;
}

export const CANCELLED = 'cancelled';

/** Send a file's bytes; `onProgress` gets the bytes sent so far. */
export function uploadFile(file: File, onProgress: (sent: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = attempt(request, file, onProgress).catch(async (problem: Problem) => {
    if (problem.status !== 401 || !(await renewSession())) throw problem;
    return attempt(request, file, onProgress);
  });
  return { done, cancel: () => request.abort() };
}

function attempt(request: XMLHttpRequest, file: File, onProgress: (sent: number) => void): Promise<FileInfo> {
  return new Promise((resolve, reject) => {
    request.open('POST', `/api/v1/files?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('Idempotency-Key', newKey());
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    request.addEventListener('load', () => {
      const body = parsed(request.responseText);
      if (request.status === 201) resolve(body as FileInfo);
      else reject(problemOf(request.status, request.getResponseHeader('x-request-id'), body));
    }, { once: true });
    request.addEventListener('error', () => reject(new Problem(OFFLINE, 0, 'no answer')), { once: true });
    request.addEventListener('abort', () => reject(new Problem(CANCELLED, 0, 'cancelled')), { once: true });
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
