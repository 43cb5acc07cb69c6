import { describe, expect, it } from 'vitest';
import { cleanPasted } from './pasted';

describe('pasted text', () => {
  it('from Google Docs keeps bold and italics where they were', () => {
    const pasted = '<b style="font-weight:normal;"><p><span style="font-weight:700">tare</span> <span style="font-style:italic;font-weight:400">moale</span></p></b>';
    expect(cleanPasted(pasted)).toBe('<p><span><strong>tare</strong></span> <span><em>moale</em></span></p>');
  });

  it('from Word has lists again', () => {
    const item = (mark: string, text: string) =>
      `<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>${mark}<span>  </span></span>${text}</p>`;
    expect(cleanPasted(`<p>Pași</p>${item('·', 'unu')}${item('·', 'doi')}${item('1.', 'prim')}`)).toBe(
      '<p>Pași</p><ul><li>unu</li><li>doi</li></ul><ol><li>prim</li></ol>',
    );
  });

  it('has no pictures of other places, styles, scripts or comments', () => {
    const pasted = '<meta charset="utf-8"><style>p{}</style><!--[if mso]>x<![endif]--><p>a<img src="https://track.example/x.png"><img src="file:///c:/x.png"></p><script>alert(1)</script>';
    expect(cleanPasted(pasted)).toBe('<p>a</p>');
  });
});
