import { useEffect, useState } from 'react';
import { spanText } from '@/format/duration';

/** How long a customer may wait for the desk before it shows. */
const TARGET_SECONDS = 24 * 3600;
const MINUTE_MS = 60_000;

/** How long somebody has been waiting for us, as of this minute; none while we wait for them. */
export function useWaiting(since: string | null): { text: string; isLate: boolean } | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  if (!since) return null;
  const seconds = Math.max(0, (now - Date.parse(since)) / 1000);
  return { text: spanText(seconds), isLate: seconds > TARGET_SECONDS };
}
