import type { MantineColorsTuple } from '@mantine/core';

/** Shades 0 → 9. One lightness scale for all five colours, so one rule of contrast holds for each. */
const ramp = (shades: string) => shades.split(' ') as unknown as MantineColorsTuple;

export const voronet = ramp('#f0f6ff #e1edfe #c4dbfc #9fc3f8 #7aa9f0 #558ee2 #3573cc #1f5cb2 #124993 #0c3772');
export const ochre = ramp('#fef5e3 #fdeac3 #f9d490 #ecb75b #d89b34 #be7f1b #a06616 #855212 #6c400e #532f09');
export const malachite = ramp('#ecfaf2 #d8f4e4 #b1e8c9 #85d5ab #5cbe8e #3fa374 #27845b #1e6c4a #16563a #0f412b');
export const red = ramp('#fef3f1 #fee5e1 #ffcbc3 #fea79b #f87f71 #e45a4d #c83c33 #a72b24 #88201b #681713');
export const plum = ramp('#faf3fc #f4e7f8 #e9cef1 #d8b0e5 #c690d7 #ae72c1 #9459a6 #7c458c #643573 #4d2659');
export const gray = ramp('#faf9f6 #f5f2ee #e9e6e0 #d9d5cf #b9b5ae #938e87 #75716a #5d5953 #413e39 #272521');
export const dark = ramp('#e9e5e0 #c1bdb7 #a29e98 #7b7772 #47433e #373430 #2a2724 #1f1d1a #171512 #0d0c0a');

export const MEANINGS = { voronet, ochre, malachite, red, plum } as const;
