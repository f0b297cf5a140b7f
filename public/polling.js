/**
 * A part of a page that refreshes itself says which version it shows (`data-etag`); when nothing has changed the
 * server answers 304, and htmx leaves the part as it is. Without this module every refresh brings the same again.
 */
document.addEventListener('htmx:config:request', (event) => {
  const { etag } = event.target.dataset ?? {}
  if (etag) event.detail.ctx.request.headers['If-None-Match'] = etag
})
