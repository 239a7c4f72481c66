// For use: zone-redundant storage, one instance kept warm, storage and vault behind private endpoints.
using 'main.bicep'

param environmentName = 'prod'
param timeZone = readEnvironmentVariable('FRIENDING_TIME_ZONE')

param storageSku = 'Standard_ZRS'
param softDeleteDays = 30
param logRetentionDays = 90
param retentionDays = 730
param alwaysReadyInstances = 1
param privateNetwork = true

param entraClientId = readEnvironmentVariable('FRIENDING_ENTRA_CLIENT_ID')
param publicUrl = readEnvironmentVariable('FRIENDING_PUBLIC_URL', '')
param callers = json(readEnvironmentVariable('FRIENDING_CALLERS', '[]'))
param flowPrincipals = json(readEnvironmentVariable('FRIENDING_FLOW_PRINCIPALS', '[]'))
param digestRecipients = split(readEnvironmentVariable('FRIENDING_DIGEST_RECIPIENTS'), ',')
param alertEmails = split(readEnvironmentVariable('FRIENDING_ALERT_EMAILS'), ',')

param smtpHost = readEnvironmentVariable('FRIENDING_SMTP_HOST')
param smtpFrom = readEnvironmentVariable('FRIENDING_SMTP_FROM')
param smtpUser = readEnvironmentVariable('FRIENDING_SMTP_USER', '')
param smtpPassword = readEnvironmentVariable('FRIENDING_SMTP_PASSWORD', '')
param pseudonymKey = readEnvironmentVariable('FRIENDING_PSEUDONYM_KEY', '')
