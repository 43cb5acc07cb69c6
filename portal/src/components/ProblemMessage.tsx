import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import type { Problem } from '@/api/problem';
import { Icon } from './icons';
import { type About, isOurs, problemWords } from './problemWords';
import classes from './ProblemMessage.module.css';
import { SupportCode } from './SupportCode';

interface Props {
  problem: Problem;
  /** What failed, before the sentence about why. */
  title?: string;
  about?: About;
  /** What to do: a button or two. */
  children?: ReactNode;
  /** Take the focus when it appears (answer to what the person just did). */
  takesFocus?: boolean;
}

/** An error beside what it is about: what happened, what to do, and the support code when it is ours. */
export function ProblemMessage({ problem, title, about, children, takesFocus = false }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus && problem) box.current?.focus();
  }, [problem, takesFocus]);
  return (
    <div role="alert" className={classes.box} ref={box} tabIndex={-1}>
      <Icon name="alert-triangle" className={classes.icon} />
      <div className={classes.words}>
        {title && <strong>{title}</strong>}
        <span>{problemWords(problem, about)}</span>
        {isOurs(problem) && <SupportCode requestId={problem.requestId} />}
        {children && <div className={classes.actions}>{children}</div>}
      </div>
    </div>
  );
}
