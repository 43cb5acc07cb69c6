import { Button, Modal, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { Invited } from '@/api/types';
import { Icon } from '@/components/icons';
import { longMoment } from '@/format/moment';
import classes from './InvitationReady.module.css';

/** The one-time link, shown once: the dialog closes by its buttons alone, never by a click that went astray. */
export function InvitationReady({ invited, onClose }: { invited: Invited; onClose: () => void }) {
  const { t } = useTranslation(['people', 'common']);
  const [copying, setCopying] = useState<'not yet' | 'done' | 'impossible'>('not yet');
  const field = useRef<HTMLInputElement>(null);
  const link = invited.token ? `${location.origin}/invitations/${invited.token}` : null;
  return (
    <Modal opened onClose={onClose} title={t('ready.title')} size={560} closeOnClickOutside={false} closeOnEscape={false}>
      {link ? withLink(link) : <p className={classes.text}>{t('ready.gone')}</p>}
      <div className={classes.end}>
        <Button variant="default" onClick={onClose}>
          {t('common:close')}
        </Button>
      </div>
    </Modal>
  );

  function withLink(address: string) {
    return (
      <>
        <p className={classes.text}>
          <Trans t={t} i18nKey="ready.text" values={{ name: invited.user.name || invited.user.email }} components={{ b: <strong /> }} shouldUnescape />
        </p>
        <div className={classes.link}>
          <TextInput label={t('ready.link')} value={address} readOnly ref={field} className={classes.field} onFocus={(event) => event.currentTarget.select()} />
          <Button leftSection={<Icon name={copying === 'done' ? 'check' : 'copy'} size={16} />} onClick={() => void copy(address)} data-autofocus>
            {t('ready.copy')}
          </Button>
        </div>
        <p role="status" className={classes.copied}>
          {copying === 'done' && t('ready.copied')}
          {copying === 'impossible' && t('ready.select')}
        </p>
        <div className={classes.once}>
          <Icon name="alert-triangle" />
          <p>
            <strong>{t('ready.once')}</strong> {t('ready.onceText', { until: longMoment(invited.expires_at) })}
          </p>
        </div>
      </>
    );
  }

  async function copy(address: string) {
    try {
      await navigator.clipboard.writeText(address);
      setCopying('done');
    } catch {
      // No clipboard without https or against the person's will: then by hand.
      field.current?.focus();
      setCopying('impossible');
    }
  }
}
