/** A round of three days: three arcs that make a ring. The same drawing as `public/icon.svg`. */
export const Logo = () => (
  <svg class="logo" viewBox="0 0 32 32" width="32" height="32" fill="none" stroke="currentColor" stroke-width="4.5" stroke-linecap="round" aria-hidden="true" focusable="false">
    <path d="M18.6 4.8a11.5 11.5 0 0 1 8.5 13.9" />
    <path d="M23.8 24.4a11.5 11.5 0 0 1-16.2-.6" />
    <path d="M4.7 18a11.5 11.5 0 0 1 7.8-13" opacity=".55" />
  </svg>
)
