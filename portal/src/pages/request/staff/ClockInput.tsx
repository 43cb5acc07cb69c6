import { TextInput } from '@mantine/core';
import { clockOf } from '@/format/local';

interface Props {
  label: string;
  value: string;
  onChange: (clock: string) => void;
}

/** A clock time of 24 hours, in every language; `9:30`, `0930` and `9.30` become `09:30`. */
export function ClockInput({ label, value, onChange }: Props) {
  return (
    <TextInput label={label} value={value} placeholder="00:00" inputMode="numeric" maxLength={5} autoComplete="off" onChange={(event) => onChange(event.currentTarget.value)} onBlur={() => onChange(clockOf(value))} />
  );
}
