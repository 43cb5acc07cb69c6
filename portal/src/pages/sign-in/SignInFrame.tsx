import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from '@/components/LanguageSwitch';
import { Mark } from '@/components/Mark';
import { SchemeSwitch } from '@/components/SchemeSwitch';
import classes from './SignInFrame.module.css';
import { WovenPattern } from './WovenPattern';

/** The two halves of sign-in: the form, and what it is for, on the woven pattern. */
export function SignInFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation('signIn');
  const steps = [t('panel.step1'), t('panel.step2'), t('panel.step3')];
  return (
    <div className={classes.page}>
      <div className={classes.left}>
        <header className={classes.top}>
          <Mark />
          <div className={classes.switches}>
            <LanguageSwitch />
            <SchemeSwitch />
          </div>
        </header>
        <main className={classes.form}>{children}</main>
        <footer className={classes.foot}>{t('individual')}</footer>
      </div>
      <aside className={classes.right}>
        <WovenPattern className={classes.pattern} />
        <div className={classes.words}>
          <p className={classes.headline}>{t('panel.title')}</p>
          <ol className={classes.steps}>
            {steps.map((step, index) => (
              <li key={step}>
                <span className={classes.number} aria-hidden>
                  {index + 1}
                </span>
                {step}
              </li>
            ))}
          </ol>
        </div>
      </aside>
    </div>
  );
}
