// For trying things out: cheap, scaled to nothing when idle, reachable without a private network, and gone when deleted.
using 'main.bicep'

param environmentName = 'dev'
param timeZone = readEnvironmentVariable('FRIENDING_TIME_ZONE')
param tags = { application: 'friending', environment: 'dev' }

param storageSku = 'Standard_LRS'
param softDeleteDays = 7
param purgeProtection = false
param logRetentionDays = 30
param retentionDays = 30

param entraClientId = readEnvironmentVariable('FRIENDING_ENTRA_CLIENT_ID')
param publicUrl = readEnvironmentVariable('FRIENDING_PUBLIC_URL', '')
param callers = json(readEnvironmentVariable('FRIENDING_CALLERS', '[]'))
param callbackHosts = json(readEnvironmentVariable('FRIENDING_CALLBACK_HOSTS', '[]'))
param corsOrigins = json(readEnvironmentVariable('FRIENDING_CORS_ORIGINS', '[]'))
param flowPrincipals = json(readEnvironmentVariable('FRIENDING_FLOW_PRINCIPALS', '[]'))
param operators = json(readEnvironmentVariable('FRIENDING_OPERATORS', '[]'))
param operatorAddresses = json(readEnvironmentVariable('FRIENDING_OPERATOR_ADDRESSES', '[]'))

param digestRecipients = split(readEnvironmentVariable('FRIENDING_DIGEST_RECIPIENTS'), ',')
param digestDepartments = json(readEnvironmentVariable('FRIENDING_DIGEST_DEPARTMENTS', '[]'))
param groups = json(readEnvironmentVariable('FRIENDING_GROUPS', '[]'))
param notices = json(readEnvironmentVariable(
  'FRIENDING_NOTICES',
  '{"enabled":false,"staffAddress":"","team":[],"escalation":[],"teamsCard":false,"language":"en","reminderHour":8}'
))
param teamsOrganisation = readEnvironmentVariable('FRIENDING_TEAMS', 'false') == 'true'
param teamsWebhook = readEnvironmentVariable('FRIENDING_TEAMS_WEBHOOK', '')
param teamsDepartments = json(readEnvironmentVariable('FRIENDING_TEAMS_DEPARTMENTS', '[]'))
param teamsDepartmentWebhooks = json(readEnvironmentVariable('FRIENDING_TEAMS_DEPARTMENT_WEBHOOKS', '{}'))

param mailTransport = readEnvironmentVariable('FRIENDING_MAIL_TRANSPORT', 'Smtp')
param smtpHost = readEnvironmentVariable('FRIENDING_SMTP_HOST', '')
param smtpFrom = readEnvironmentVariable('FRIENDING_SMTP_FROM')
param smtpSignIn = readEnvironmentVariable('FRIENDING_SMTP_SIGN_IN', 'Password')
param smtpUser = readEnvironmentVariable('FRIENDING_SMTP_USER', '')
param smtpPassword = readEnvironmentVariable('FRIENDING_SMTP_PASSWORD', '')
param pseudonymKey = readEnvironmentVariable('FRIENDING_PSEUDONYM_KEY', '')

param alertEmails = split(readEnvironmentVariable('FRIENDING_ALERT_EMAILS'), ',')
param runbookUrl = readEnvironmentVariable('FRIENDING_RUNBOOK_URL', '')
param monthlyBudget = int(readEnvironmentVariable('FRIENDING_MONTHLY_BUDGET', '0'))
param budgetStart = readEnvironmentVariable('FRIENDING_BUDGET_START', '')
