import { TextInput } from '@mantine/core';
import { Icon } from '@/components/icons';
import classes from './Register.module.css';

const MOST_WORDS = 100;

/** The search of a register, on top of its card. */
export function RegisterSearch({ label, value, onChange }: { label: string; value: string; onChange: (text: string) => void }) {
  return (
    <div className={classes.search}>
      <TextInput
        type="search"
        aria-label={label}
        placeholder={label}
        leftSection={<Icon name="search" />}
        maxLength={MOST_WORDS}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
