/** Run as a process of its own, with `TMPDIR` as the folder to unpack into: the package keeps its folders in the environment. */
import packaged from '@sparticuz/chromium'

await packaged.executablePath()
