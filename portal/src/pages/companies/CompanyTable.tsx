import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import type { Company } from '@/api/types';
import { Moment } from '@/components/Moment';
import register from '@/components/register/Register.module.css';
import { RegisterTable } from '@/components/register/RegisterTable';
import classes from './CompanyTable.module.css';

interface Props {
  companies: Company[];
  onChange: (company: Company) => void;
}

/** Companies by name; a row leads to its people. */
export function CompanyTable({ companies, onChange }: Props) {
  const { t } = useTranslation('companies');
  return (
    <RegisterTable
      caption={t('caption')}
      columns={[
        { name: t('column.name') },
        { name: t('column.timeZone'), className: classes.zone },
        { name: t('column.created'), className: classes.created },
        { name: t('column.actions'), className: classes.actions, isHidden: true },
      ]}
    >
        {companies.map((company) => (
          <tr key={company.id} role="row" className={register.row}>
            <td role="cell" className={classes.name}>
              <Link to={`/companies/${company.id}`} className={register.link}>
                {company.name}
              </Link>
            </td>
            <td role="cell" className={register.quiet}>{company.time_zone}</td>
            <td role="cell" className={classes.since}>
              <Moment at={company.created_at} as="date" />
            </td>
            <td role="cell" className={classes.actions}>
              <Button variant="default" className={register.above} onClick={() => onChange(company)} aria-label={t('changeOf', { name: company.name })}>
                {t('change')}
              </Button>
            </td>
          </tr>
        ))}
    </RegisterTable>
  );
}
