import '@mantine/core/styles.css';
import './theme/global.css';
import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { reloadWhenOld } from './app/oldPage';
import { chooseLanguage, rememberedLanguage } from './i18n';

// The page's nonce: styles that libraries add while it runs must carry it (stack of the CSP in gateway/routes/static.py).
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
setNonce(nonce);
reloadWhenOld();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
await chooseLanguage(rememberedLanguage() ?? 'ro');
createRoot(root).render(<App nonce={nonce} />);
