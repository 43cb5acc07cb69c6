import { Popover, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '@/api/client';
import { asProblem } from '@/api/problem';
import { problemWords } from '@/components/problemWords';
import { Moment } from '@/components/Moment';
import classes from './EntryFiles.module.css';

/** For the owner of a file: by how many people it was opened, and, on a click, by whom and when (P13). */
export function FileReaders({ fileId, count }: { fileId: string; count: number }) {
  const { t } = useTranslation('files');
  const [isOpen, setIsOpen] = useState(false);
  const reads = useQuery({
    queryKey: ['reads', fileId],
    queryFn: () => dataOf(api.GET('/api/v1/files/{file_id}/reads', { params: { path: { file_id: fileId } } })),
    enabled: isOpen,
  });
  return (
    <Popover opened={isOpen} onChange={setIsOpen} withRoles={false} position="bottom-start">
      <Popover.Target>
        <UnstyledButton className={classes.readers} onClick={() => setIsOpen(!isOpen)} aria-expanded={isOpen}>
          {t('openedBy', { count })}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        {reads.error && <Text size="sm">{problemWords(asProblem(reads.error))}</Text>}
        <ul className={classes.readList}>
          {reads.data?.items
            .filter((read) => read.is_allowed)
            .map((read) => (
              <li key={`${read.reader_id} ${read.hour}`}>
                <strong>{reads.data.people[read.reader_id]?.name ?? '…'}</strong> <Moment at={read.hour} />
              </li>
            ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
