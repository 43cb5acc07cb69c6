/** The woven diamonds of a Moldavian rug, as one repeated tile. */
export function WovenPattern({ className }: { className?: string }) {
  return (
    <svg className={className} aria-hidden focusable={false} width="100%" height="100%">
      <defs>
        <pattern id="woven" width="132" height="132" patternUnits="userSpaceOnUse">
          <g fill="none" stroke="#fff">
            <path d="M66 3 129 66 66 129 3 66z" strokeOpacity=".3" strokeWidth="1.6" />
            <path d="M66 22 110 66 66 110 22 66z" strokeOpacity=".14" strokeWidth="9" />
            <path d="M66 36 96 66 66 96 36 66z" strokeOpacity=".34" strokeWidth="1.6" />
            <path d="M66 46 86 66 66 86 46 66z" strokeOpacity=".4" strokeWidth="1.6" />
          </g>
          <path d="M66 57 75 66 66 75 57 66z" fill="#ecc88a" fillOpacity=".95" />
          <g fill="#fff">
            <path d="M0-13 13 0 0 13-13 0zM132-13 145 0 132 13 119 0zM0 119 13 132 0 145-13 132zM132 119 145 132 132 145 119 132z" fillOpacity=".16" />
            <path d="M0-6 6 0 0 6-6 0zM132-6 138 0 132 6 126 0zM0 126 6 132 0 138-6 132zM132 126 138 132 132 138 126 132z" fillOpacity=".34" />
          </g>
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill="url(#woven)" />
    </svg>
  );
}
