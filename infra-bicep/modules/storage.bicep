// Where decisions live: one storage account with the service's tables and queues, the container that the app's package
// is deployed from, and who may do what in each of them.

import { principal, texts } from 'types.bicep'

@description('Name of the storage account.')
@minLength(3)
@maxLength(24)
param name string

param location string
param tags texts

@description('Replication: zone-redundant where a lost zone must not stop the service.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param skuName string

@description('Days for which deleted blobs and containers can be brought back.')
@minValue(1)
@maxValue(365)
param softDeleteDays int

@description('Days for which the checkpoints of the audit trail can be neither changed nor deleted: as long as decisions are kept.')
@minValue(1)
@maxValue(146000)
param auditDays int

@description('False when only private endpoints may reach the account.')
param publicAccess bool

@description('Resource id of the identity that the app runs as.')
param appIdentityId string

@description('Object id of that identity.')
param appPrincipalId string

@description('Who, besides the app, puts requests on the queue and picks decisions and digests up: the identities of flows.')
param flowPrincipals principal[]

@description('Who operates the service: reads the tables, and puts messages of the queues back.')
param operators principal[]

@description('Addresses on the internet that reach the account all the same: an operator\'s way in.')
param allowedAddresses string[]

@description('Keeps account, tables and queues from being deleted by mistake.')
param deleteLock bool

@description('Workspace that gets the log of deletions.')
param workspaceId string

// The same names as Friending.Service.Storage.TableNames and QueueNames; a test compares them.
var tableNames = [
  'FriendingDecisions'
  'FriendingRequestKeys'
  'FriendingPolicies'
  'FriendingReviews'
  'FriendingFeed'
  'FriendingByStaff'
  'FriendingSubscriptions'
  'FriendingAudit'
  'FriendingNotices'
  'FriendingDigests'
]
var queueNames = [
  'friending-requests'
  'friending-requests-poison'
  'friending-decisions'
  'friending-digests'
]

// How long a backup is kept.
var backupDays = 35

// Built-in roles: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage
var roles = {
  blobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  tableDataReader: '76199698-9eea-4c19-bc75-cec21354c6b6'
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  queueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  queueDataReader: '19e7f393-937e-4f77-808e-94535e297925'
  queueDataMessageProcessor: '8a0f0c08-91a1-4084-bc3d-661d67233fed'
  queueDataMessageSender: 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'
}

// To most queues the app only adds. The queue trigger updates a message's visibility when its function throws, and the
// poison queue is searched by an update that changes nothing. Contributor is the smallest role that can update messages.
var appQueueAccess = [
  { queue: 'friending-requests', role: roles.queueDataContributor }
  { queue: 'friending-requests-poison', role: roles.queueDataContributor }
  { queue: 'friending-decisions', role: roles.queueDataMessageSender }
  { queue: 'friending-digests', role: roles.queueDataMessageSender }
]
var flowQueueAccess = flatten(map(flowPrincipals, principal => [
  { queue: 'friending-requests', role: roles.queueDataMessageSender, principal: principal }
  { queue: 'friending-decisions', role: roles.queueDataReader, principal: principal }
  { queue: 'friending-decisions', role: roles.queueDataMessageProcessor, principal: principal }
  { queue: 'friending-digests', role: roles.queueDataReader, principal: principal }
  { queue: 'friending-digests', role: roles.queueDataMessageProcessor, principal: principal }
]))

var deletions = [
  {
    category: 'StorageDelete'
    enabled: true
  }
]

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: skuName
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: publicAccess || !empty(allowedAddresses) ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: publicAccess ? 'Allow' : 'Deny'
      ipRules: [for address in allowedAddresses: { value: address, action: 'Allow' }]
    }
  }
}

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: {
      enabled: true
      days: softDeleteDays
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: softDeleteDays
    }
  }
}

resource deploymentContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: blobService
  name: 'deployment'
  properties: {
    publicAccess: 'None'
  }
}

// The same names as Friending.Service.Storage.ContainerNames; a test compares them. The policies bind whoever may write
// blobs, the app and the host included: https://learn.microsoft.com/azure/storage/blobs/immutable-time-based-retention-policy-overview.
// They begin unlocked; docs/deploy.md says when to lock them.
resource auditContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: blobService
  name: 'friending-audit'
  properties: {
    publicAccess: 'None'
  }
}

resource auditPolicy 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2025-06-01' = {
  parent: auditContainer
  name: 'default'
  properties: {
    immutabilityPeriodSinceCreationInDays: auditDays
    allowProtectedAppendWrites: true
  }
}

resource backupContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: blobService
  name: 'friending-backups'
  properties: {
    publicAccess: 'None'
  }
}

resource backupPolicy 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2025-06-01' = {
  parent: backupContainer
  name: 'default'
  properties: {
    immutabilityPeriodSinceCreationInDays: backupDays
    allowProtectedAppendWrites: false
  }
}

// A backup can be deleted once the policy allows it, and is. A managed identity may erase nobody from a backup, so none outlives that.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'delete-old-backups'
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['${backupContainer.name}/']
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterCreationGreaterThan: backupDays
                }
              }
            }
          }
        }
      ]
    }
  }
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = [
  for tableName in tableNames: {
    parent: tableService
    name: tableName
  }
]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' = [
  for queueName in queueNames: {
    parent: queueService
    name: queueName
  }
]

// The one role on the whole account: the Functions host makes its own containers for leases and keys, and a container
// that does not exist yet cannot be a scope. It opens blobs only: the host's own, the app's package, and the two containers
// of which the immutability policies allow no more than to add.
resource hostBlobAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, appIdentityId, roles.blobDataOwner)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.blobDataOwner)
  }
}

resource appTableRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (tableName, i) in tableNames: {
    scope: tables[i]
    name: guid(tables[i].id, appIdentityId, roles.tableDataContributor)
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.tableDataContributor)
    }
  }
]

resource appQueueRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for access in appQueueAccess: {
    scope: queues[indexOf(queueNames, access.queue)]
    name: guid(queues[indexOf(queueNames, access.queue)].id, appIdentityId, access.role)
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', access.role)
    }
  }
]

resource flowQueueRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for access in flowQueueAccess: {
    scope: queues[indexOf(queueNames, access.queue)]
    name: guid(queues[indexOf(queueNames, access.queue)].id, access.principal.id, access.role)
    properties: {
      principalId: access.principal.id
      principalType: access.principal.type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', access.role)
    }
  }
]

resource operatorTableRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for operator in operators: {
    scope: account
    name: guid(account.id, operator.id, roles.tableDataReader)
    properties: {
      principalId: operator.id
      principalType: operator.type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.tableDataReader)
    }
  }
]

resource operatorQueueRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for operator in operators: {
    scope: account
    name: guid(account.id, operator.id, roles.queueDataContributor)
    properties: {
      principalId: operator.id
      principalType: operator.type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.queueDataContributor)
    }
  }
]

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (deleteLock) {
  scope: account
  name: 'holds-decisions'
  properties: {
    level: 'CanNotDelete'
    notes: 'Tables have no soft delete: what is deleted with this account is gone.'
  }
}

// Deletions only: reads and writes of tables and queues are many, and a log of each costs more than the storage.
resource blobDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: blobService
  name: 'friending'
  properties: {
    workspaceId: workspaceId
    logs: deletions
  }
}

resource tableDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: tableService
  name: 'friending'
  properties: {
    workspaceId: workspaceId
    logs: deletions
  }
}

output id string = account.id
output name string = account.name
output deploymentContainerUrl string = '${account.properties.primaryEndpoints.blob}${deploymentContainer.name}'
