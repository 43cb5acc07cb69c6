import { useState } from 'react';
import type { TicketPage } from '@/api/types';
import { OpenReply } from './OpenReply';

export interface ReplyHandle {
  /** Open the box; `stillOpen`: what the person has said of a resolved request already. */
  open: (stillOpen?: boolean) => void;
  /** Open the box with an item of an information request quoted. */
  quote: (text: string) => void;
}

interface Props {
  page: TicketPage;
  onHandle: (handle: ReplyHandle | null) => void;
}

/** Reactualizare cerere (P7). After each update the box begins anew, with a draft of its own. */
export function ReplyBox({ page, onHandle }: Props) {
  const [round, setRound] = useState(0);
  return <OpenReply key={round} page={page} onHandle={onHandle} onSent={() => setRound(round + 1)} />;
}
