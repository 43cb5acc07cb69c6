import { ShortcutSheet } from '@/components/shortcuts/ShortcutSheet';
import classes from './TopBar.module.css';

/** What consultants have in the top bar. */
export function StaffTools() {
  return (
    <span className={classes.wide}>
      <ShortcutSheet />
    </span>
  );
}
