import type { ReactNode } from 'react';
import { Title } from '@mantine/core';
import { Icon, type IconName } from './icons';
import classes from './Blank.module.css';

interface Props {
  icon: IconName;
  title: string;
  text?: string;
  /** One button, at most two. */
  children?: ReactNode;
  /** h1 when it is all of the page. */
  order?: 1 | 2;
}

/** Where there is nothing to show: what is, what to do, and the way. */
export function Blank({ icon, title, text, children, order = 2 }: Props) {
  return (
    <div className={classes.blank}>
      <div className={classes.diamond}>
        <svg viewBox="0 0 88 72" width="88" height="72" aria-hidden focusable={false}>
          <path d="M44 0 88 36 44 72 0 36z" className={classes.outer} />
          <path d="M44 18 66 36 44 54 22 36z" className={classes.inner} />
        </svg>
        <Icon name={icon} size={34} className={classes.icon} />
      </div>
      <Title order={order} className={classes.title}>
        {title}
      </Title>
      {text && <p className={classes.text}>{text}</p>}
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  );
}
