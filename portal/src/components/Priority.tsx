import { useTranslation } from 'react-i18next';
import type { Priority as PriorityName } from '@/api/types';
import classes from './Priority.module.css';

const BARS: Record<PriorityName, number> = { low: 1, normal: 2, high: 3, urgent: 0 };

interface Props {
  priority: PriorityName;
  /** The glyph alone, its word for screen readers. */
  glyphOnly?: boolean;
}

/** Three rising bars, or a filled square with "!" for what is urgent; quiet unless high. */
export function Priority({ priority, glyphOnly = false }: Props) {
  const { t } = useTranslation();
  const word = t(`priority.${priority}`);
  return (
    <span className={classes.priority} data-priority={priority} title={glyphOnly ? word : undefined}>
      <PriorityGlyph priority={priority} label={glyphOnly ? word : undefined} />
      {!glyphOnly && word}
    </span>
  );
}

export function PriorityGlyph({ priority, label }: { priority: PriorityName; label?: string }) {
  const naming = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true };
  if (priority === 'urgent') {
    return (
      <svg width="14" height="14" viewBox="0 0 14 14" {...naming} focusable={false}>
        <rect x="1" y="1" width="12" height="12" rx="3" className={classes.square} />
        <path d="M7 4v3.6M7 9.9v.1" className={classes.mark} />
      </svg>
    );
  }
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" fill="currentColor" {...naming} focusable={false}>
      {[0, 1, 2].map((bar) => (
        <rect key={bar} x={1 + bar * 4.4} y={9 - bar * 3} width="3.2" height={4 + bar * 3} rx="1" opacity={bar < BARS[priority] ? 1 : 0.28} />
      ))}
    </svg>
  );
}
