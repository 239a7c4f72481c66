// Runs an emulator inside this very process, for as long as the process that started it lives:
//   node supervised.js <script of the emulator> <its arguments…>
// The starter holds the other end of standard input. When that closes, because the starter asks for a stop or because
// it was killed, the emulator gets its own graceful shutdown; the same on every operating system, and no child to lose.
'use strict'

const patienceMilliseconds = 5000

const [script, ...args] = process.argv.slice(2)
process.argv = [process.argv[0], script, ...args]

// A terminal sends Ctrl-C and its own closing to every process in it. The host decides when its storage stops: after its
// last write. So these signals are for the host alone, also where the emulator would listen.
for (const signal of ['SIGINT', 'SIGHUP']) {
  const ignore = () => {}
  process.on(signal, ignore)
  process.on('newListener', (event, listener) => {
    if (event === signal) process.nextTick(() => process.removeListener(signal, listener))
  })
}

// With a killed starter nobody reads what the emulator says on its way out. It must not stumble over that before it has saved.
for (const output of [process.stdout, process.stderr]) output.on('error', () => {})

let stopping = false
function stop () {
  if (stopping) return
  stopping = true
  // Both emulators shut down on SIGTERM. Without a listener they have not started, and there is nothing to save.
  if (process.listenerCount('SIGTERM') === 0) process.exit(0)
  process.emit('SIGTERM', 'SIGTERM')
  setTimeout(() => process.exit(0), patienceMilliseconds).unref()
}

process.stdin.on('end', stop).on('close', stop).on('error', stop)
process.stdin.resume()
process.stdin.unref?.()

require(script)
