import { Select } from '@mantine/core';
import { useMemo } from 'react';

const MOST_SHOWN = 60;

interface Props {
  label: string;
  value: string;
  onChange: (zone: string) => void;
}

/** A time zone by its name in the IANA list, found by typing a part of it. */
export function TimeZoneSelect({ label, value, onChange }: Props) {
  const zones = useMemo(() => [...new Set([value, ...Intl.supportedValuesOf('timeZone')])].toSorted(), [value]);
  return <Select label={label} data={zones} value={value} onChange={(zone) => zone && onChange(zone)} searchable limit={MOST_SHOWN} />;
}
