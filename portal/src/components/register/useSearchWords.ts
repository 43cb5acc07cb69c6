import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';

const TYPING_MS = 400;

/** The words a register is searched for: in the address, a moment after the person stopped typing. */
export function useSearchWords() {
  const [parameters, setParameters] = useSearchParams();
  const searched = parameters.get('q') ?? '';
  const [typed, setTyped] = useState(searched);
  const [known, setKnown] = useState(searched);
  if (known !== searched) {
    setKnown(searched); // the address changed (back, a link): the field follows
    setTyped(searched);
  }

  useEffect(() => {
    const words = typed.trim();
    if (words === searched) return undefined;
    const timer = setTimeout(() => setParameters(words ? { q: words } : {}, { replace: true, preventScrollReset: true }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, searched, setParameters]);

  return { typed, setTyped, searched };
}
