import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import type { Company } from '@/api/types';
import { Moment } from '@/components/Moment';
import register from '@/components/register/Register.module.css';
import classes from './CompanyTable.module.css';

interface Props {
  companies: Company[];
  onChange: (company: Company) => void;
}

/** Companies by name; a row leads to its people. */
export function CompanyTable({ companies, onChange }: Props) {
  const { t } = useTranslation('companies');
  return (
    <table className={register.table}>
      <caption className={register.hidden}>{t('caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('column.name')}</th>
          <th scope="col" className={classes.zone}>
            {t('column.timeZone')}
          </th>
          <th scope="col" className={classes.created}>
            {t('column.created')}
          </th>
          <th scope="col" className={classes.actions}>
            <span className={register.hidden}>{t('column.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {companies.map((company) => (
          <tr key={company.id} className={register.row}>
            <td className={classes.name}>
              <Link to={`/companies/${company.id}`} className={register.link}>
                {company.name}
              </Link>
            </td>
            <td className={register.quiet}>{company.time_zone}</td>
            <td className={classes.since}>
              <Moment at={company.created_at} as="date" />
            </td>
            <td>
              <Button size="compact-md" variant="default" className={register.above} onClick={() => onChange(company)} aria-label={t('changeOf', { name: company.name })}>
                {t('change')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
