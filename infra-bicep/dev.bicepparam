// For trying things out: cheap, scaled to nothing when idle, reachable without a private network.
using 'main.bicep'

param environmentName = 'dev'
param timeZone = readEnvironmentVariable('FRIENDING_TIME_ZONE')

param storageSku = 'Standard_LRS'
param softDeleteDays = 7
param logRetentionDays = 30
param retentionDays = 30

param entraClientId = readEnvironmentVariable('FRIENDING_ENTRA_CLIENT_ID')
param callers = json(readEnvironmentVariable('FRIENDING_CALLERS', '[]'))
param flowPrincipals = json(readEnvironmentVariable('FRIENDING_FLOW_PRINCIPALS', '[]'))
param digestRecipients = split(readEnvironmentVariable('FRIENDING_DIGEST_RECIPIENTS'), ',')
param alertEmails = split(readEnvironmentVariable('FRIENDING_ALERT_EMAILS'), ',')

param smtpHost = readEnvironmentVariable('FRIENDING_SMTP_HOST')
param smtpFrom = readEnvironmentVariable('FRIENDING_SMTP_FROM')
param smtpUser = readEnvironmentVariable('FRIENDING_SMTP_USER', '')
param smtpPassword = readEnvironmentVariable('FRIENDING_SMTP_PASSWORD', '')
param pseudonymKey = readEnvironmentVariable('FRIENDING_PSEUDONYM_KEY', '')
