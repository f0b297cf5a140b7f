/** An e-mail address that, where it does not fit on a line, goes on at its second half. */
export const Email = ({ address }: { readonly address: string }) => {
  const [name = '', ...host] = address.split('@')
  return (
    <>
      {name}
      <wbr />@{host.join('@')}
    </>
  )
}
