import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Entry, FileInfo } from '@/api/types';
import { FileReaders } from './FileReaders';
import { Icon } from '@/components/icons';
import { iconOf } from '@/components/files/iconOf';
import { sizeText } from '@/format/size';
import type { EntryContext } from './Entries';
import classes from './EntryFiles.module.css';

/** The files of an entry; a colleague's is there but masked (P13). */
export function EntryFiles({ entry, context }: { entry: Entry; context: EntryContext }) {
  const { t } = useTranslation('files');
  if (!entry.file_ids.length) return null;
  const files = entry.file_ids.flatMap((id) => context.files[id] ?? []);
  return (
    <ul className={classes.files} aria-label={t('label')}>
      {files.map((file) => (
        <li key={file.id}>
          {file.is_readable && file.name ? (
            <span className={classes.mine}>
              <Readable file={file} name={file.name} />
              {(file.reader_count ?? 0) > 0 && <FileReaders fileId={file.id} count={file.reader_count ?? 0} />}
            </span>
          ) : (
            <Masked file={file} owner={context.people[file.owner_id]?.name} />
          )}
        </li>
      ))}
    </ul>
  );
}

function Readable({ file, name }: { file: FileInfo; name: string }) {
  const { t } = useTranslation('files');
  const { start, end } = halves(name);
  return (
    <a className={classes.chip} href={`/api/v1/files/${file.id}/content`} download={name} title={name}>
      <VisuallyHidden>
        {t('download', { name })}, {sizeText(file.size)}
      </VisuallyHidden>
      <span className={classes.icon}>
        <Icon name={iconOf(name)} />
      </span>
      <span className={classes.words} aria-hidden>
        <span className={classes.name}>
          <span className={classes.start}>{start}</span>
          <span className={classes.end}>{end}</span>
        </span>
        <span className={classes.meta}>{sizeText(file.size)}</span>
      </span>
    </a>
  );
}

function Masked({ file, owner }: { file: FileInfo; owner: string | undefined }) {
  const { t } = useTranslation('files');
  return (
    <span className={classes.chip} data-masked>
      <span className={classes.icon}>
        <Icon name="lock" />
      </span>
      <span className={classes.words}>
        <span className={classes.name}>{owner ? t('maskedBy', { name: owner }) : t('masked')}</span>
        <span className={classes.meta}>{t('maskedWhy', { size: sizeText(file.size) })}</span>
      </span>
    </span>
  );
}

const END = 12;

/** A long name is shortened in its middle: the end of it says which one it is. */
function halves(name: string): { start: string; end: string } {
  const letters = [...name];
  if (letters.length <= END * 2) return { start: name, end: '' };
  return { start: letters.slice(0, -END).join(''), end: letters.slice(-END).join('') };
}
