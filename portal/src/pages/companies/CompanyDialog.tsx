import { Modal, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addCompany, changeCompany, companiesChanged } from '@/api/companies';
import { Keys } from '@/api/keys';
import type { Company } from '@/api/types';
import { ProblemMessage } from '@/components/ProblemMessage';
import { ConfirmButtons } from '@/components/dialog/ConfirmButtons';
import { useAction } from '@/components/dialog/useAction';
import { TimeZoneSelect } from '@/components/TimeZoneSelect';

const MOST_NAME = 160;
const USUAL_ZONE = 'Europe/Bucharest';

interface Props {
  /** None: a new one. */
  company: Company | null;
  onClose: () => void;
}

/** A company's name and time zone. */
export function CompanyDialog({ company, onClose }: Props) {
  const { t } = useTranslation('companies');
  const queries = useQueryClient();
  const [name, setName] = useState(company?.name ?? '');
  const [zone, setZone] = useState(company?.time_zone ?? USUAL_ZONE);
  const [isMissing, setIsMissing] = useState(false);
  const { isBusy, problem, run } = useAction();
  const keys = useRef(new Keys());
  return (
    <Modal opened onClose={onClose} title={company ? t('changeTitle') : t('addTitle')}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          <TextInput label={t('name')} required maxLength={MOST_NAME} value={name} onChange={(event) => setName(event.currentTarget.value)} error={isMissing && !name.trim() ? t('nameMissing') : undefined} data-autofocus />
          <TimeZoneSelect label={t('timeZone')} value={zone} onChange={setZone} />
          {problem && <ProblemMessage problem={problem} about="company" takesFocus />}
        </Stack>
        <ConfirmButtons action={company ? t('changeDo') : t('addDo')} isBusy={isBusy} onCancel={onClose} />
      </form>
    </Modal>
  );

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsMissing(true);
    if (!name.trim()) return;
    const facts = { name: name.trim(), time_zone: zone };
    const isDone = await run(async () => {
      if (company) await changeCompany(company, facts);
      else await addCompany(facts, keys.current.for(facts));
    });
    await companiesChanged(queries);
    if (!isDone) return;
    notifications.show({ message: company ? t('saved') : t('added', { name: facts.name }) });
    onClose();
  }
}
