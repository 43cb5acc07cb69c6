import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** The moment of printing while the page is being printed, else none: the form is made for paper alone. */
export function usePrinting(): string | null {
  const [moment, setMoment] = useState<string | null>(null);
  useEffect(() => {
    const paper = window.matchMedia('print');
    const begin = () => flushSync(() => setMoment(new Date().toISOString()));
    const end = () => setMoment(null);
    const look = () => (paper.matches ? begin() : end());
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    paper.addEventListener('change', look);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
      paper.removeEventListener('change', look);
    };
  }, []);
  return moment;
}
