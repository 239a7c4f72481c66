// A mail server that takes mail only over an encrypted connection and from a user with a password or a token (XOAUTH2):
//   node encrypted-mail-server.js <node_modules> <folder> <StartTls|Tls>
// The folder holds key.pem and cert.pem. It gets a file of JSON for each attempt to sign in and for each mail.
'use strict'

const fs = require('fs')
const path = require('path')

const [modules, folder, security] = process.argv.slice(2)
const { SMTPServer } = require(path.join(modules, 'smtp-server'))

let count = 0
const keep = (kind, what) => fs.writeFileSync(path.join(folder, `${kind}-${++count}.json`), JSON.stringify(what))

const server = new SMTPServer({
  key: fs.readFileSync(path.join(folder, 'key.pem')),
  cert: fs.readFileSync(path.join(folder, 'cert.pem')),
  secure: security === 'Tls',
  authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
  onAuth (auth, session, answer) {
    keep('sign-in', { user: auth.username, encrypted: session.secure, method: auth.method })
    const isKnown = auth.username === 'friending' && (auth.method === 'XOAUTH2' ? auth.accessToken === 'a-token' : auth.password === 'right')
    answer(isKnown ? null : new Error('Unknown user or wrong password'), { user: auth.username })
  },
  onData (stream, session, answer) {
    stream.resume()
    stream.on('end', () => {
      keep('mail', { user: session.user, encrypted: session.secure, to: session.envelope.rcptTo.map(r => r.address) })
      answer()
    })
  }
})
// Callers that turn away from a certificate end the connection in the middle of it.
server.on('error', () => {})
server.listen(0, '127.0.0.1', () => console.log(`listens on ${server.server.address().port}`))
process.on('SIGTERM', () => server.close(() => process.exit(0)))
