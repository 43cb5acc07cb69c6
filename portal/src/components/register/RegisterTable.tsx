import type { ReactNode } from 'react';
import classes from './Register.module.css';

export interface Column {
  name: string;
  className?: string;
  /** Told to screen readers alone: what stands in it speaks for itself. */
  isHidden?: boolean;
}

interface Props {
  caption: string;
  columns: Column[];
  className?: string;
  /** The rows. */
  children: ReactNode;
}

/** A list as a table; below 62em as cards, where `display` takes the roles away: so they are given in words. */
export function RegisterTable({ caption, columns, className = '', children }: Props) {
  return (
    <table role="table" className={`${classes.table} ${className}`}>
      <caption className={classes.hidden}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.name} role="columnheader" scope="col" className={column.className}>
              {column.isHidden ? <span className={classes.hidden}>{column.name}</span> : column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  );
}
