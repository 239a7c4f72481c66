// Every parameter that a setting of the app comes from, with a value that is not its default.
using 'main.bicep'

param environmentName = 'full'
param timeZone = 'Europe/Madrid'
param entraClientId = '11111111-1111-1111-1111-111111111111'
param clientApplications = ['22222222-2222-2222-2222-222222222222']
param loginEndpoint = 'https://login.example.org'
param graphEndpoint = 'https://graph.example.org'
param outlookEndpoint = 'https://outlook.example.org'
param callers = [
  {
    name: 'forms'
    sha256: '0000000000000000000000000000000000000000000000000000000000000000'
    expires: '2027-06-30T00:00:00Z'
    roles: ['Submit']
  }
]
param rateLimits = { person: 1, program: 2, anonymous: 3 }
param callbackHosts = ['*.example.org']
param corsOrigins = ['https://intranet.example.org']
param policyPath = 'policies'
param scanParallelism = 4
param reviews = {
  dueWorkingHours: 8
  workingDays: ['Monday', 'Thursday']
  dayStart: '07:00'
  dayEnd: '15:30'
  holidays: ['2026-12-25']
}
param notices = {
  enabled: true
  staffAddress: '{id}@example.org'
  team: ['team@example.org']
  escalation: ['lead@example.org']
  teamsCard: true
  language: 'es'
  reminderHour: 9
}
param digestLanguage = 'es'
param digestThreshold = 10
param digestRecipients = ['team@example.org']
param groups = [
  {
    name: 'Heart friends'
    address: 'https://groups.example.org/heart'
    departments: ['Cardiology']
  }
]
param digestDepartments = [
  {
    name: 'Cardiology'
    recipients: ['cardiology@example.org']
  }
]
param mailTransport = 'Graph'
param mailTenantId = '33333333-3333-3333-3333-333333333333'
param mailClientId = '44444444-4444-4444-4444-444444444444'
param mailClientSecret = 'a-secret-of-mail'
param smtpHost = 'smtp.example.org'
param smtpSecurity = 'Tls'
param smtpFrom = 'friending@example.org'
param smtpUser = 'friending'
param smtpPassword = 'a-secret-of-smtp'
param smtpListUnsubscribe = 'mailto:friending@example.org'
param teamsOrganisation = true
param teamsWebhook = 'https://flows.example.org/?sig=a-secret'
param teamsDepartments = ['Cardiology']
param teamsDepartmentWebhooks = {
  Cardiology: 'https://flows.example.org/?sig=a-secret-of-cardiology'
}
param pseudonymKey = 'a-secret-that-staff-ids-are-hashed-with'
param alertEmails = ['on-call@example.org']
