// An organisation with a network of its own: subnets and DNS zones are there already, in the subscription of its hub.
using 'main.bicep'

param environmentName = 'hub'
param timeZone = 'Europe/Madrid'
param entraClientId = '11111111-1111-1111-1111-111111111111'
param digestRecipients = ['team@example.org']
param mailTransport = 'Graph'
param smtpFrom = 'friending@example.org'
param alertEmails = ['on-call@example.org']
param privateNetwork = true
param existingSubnets = {
  app: '/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/spoke/subnets/functions'
  endpoints: '/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/spoke/subnets/endpoints'
}
param existingDnsZones = {
  blob: '/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/hub/providers/Microsoft.Network/privateDnsZones/privatelink.blob.core.windows.net'
  queue: '/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/hub/providers/Microsoft.Network/privateDnsZones/privatelink.queue.core.windows.net'
  table: '/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/hub/providers/Microsoft.Network/privateDnsZones/privatelink.table.core.windows.net'
  vault: '/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/hub/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net'
}
