// The Functions app on the Flex Consumption plan, and who may get in. Its settings are in app-settings.bicep.

import { principal, texts } from 'types.bicep'

param name string
param planName string
param location string
param tags texts

@description('Spreads instances over the zones of the region; storage has to be zone-redundant too.')
param zoneRedundant bool

@description('How running instances are replaced: one after the other, with their executions finished, or all at once.')
param updateStrategy 'Recreate' | 'RollingUpdate'

@description('Who operates the app: may restart it, read its log stream and change its settings.')
param operators principal[]

@description('Workspace that gets the log of sign-ins.')
param workspaceId string

@description('Resource id of the user-assigned identity that the app runs as.')
param identityId string

@description('Where the app\'s package lies: the URL of a blob container.')
param deploymentContainerUrl string

@description('Instances kept warm for HTTP calls; 0 lets the app scale to nothing.')
@minValue(0)
param alwaysReadyInstances int

@description('The most instances that run at once.')
@minValue(1)
@maxValue(1000)
param maximumInstances int

@description('Memory of an instance, in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Subnet for outgoing traffic, delegated to Microsoft.App/environments; empty for none.')
param outboundSubnetId string

@description('Tenant whose people may sign in.')
param entraTenantId string

@description('Client id of the app registration in Entra ID.')
param entraClientId string

@description('What a token has to be for: the application id URI of the registration.')
param entraAudience string

@description('Client ids of other applications that call with people\'s tokens.')
param clientApplications string[]

@description('Endpoint of Entra ID, which issues the tokens.')
param loginEndpoint string

@description('Name of the app setting with the client id of the identity that stands in for a client secret.')
param signInIdentitySetting string

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  // azd deploys the service of this name here.
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    publicNetworkAccess: 'Enabled'
    virtualNetworkSubnetId: empty(outboundSubnetId) ? null : outboundSubnetId
    functionAppConfig: {
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      // Newer than the types that Bicep ships: https://learn.microsoft.com/azure/azure-functions/flex-consumption-site-updates
      #disable-next-line BCP037
      siteUpdateStrategy: {
        type: updateStrategy
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReadyInstances == 0
          ? []
          : [
              {
                name: 'http'
                instanceCount: alwaysReadyInstances
              }
            ]
      }
    }
    siteConfig: {
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      remoteDebuggingEnabled: false
    }
  }
}

// Deployment signs in with Entra ID; user name and password open neither FTP nor the deployment site.
resource ftpPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource scmPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

// Anonymous calls pass: one route serves callers with a key and people with a token, and the app checks both; what this
// lets pass or refuses is not relied on. Pages get their token from /.auth/me, so the scope asks for one that is for the app:
// without it, the token would be one for Microsoft Graph.
resource authentication 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: {
      enabled: true
    }
    globalValidation: {
      requireAuthentication: false
      unauthenticatedClientAction: 'AllowAnonymous'
    }
    httpSettings: {
      requireHttps: true
    }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: entraClientId
          clientSecretSettingName: signInIdentitySetting
          openIdIssuer: uri(loginEndpoint, '${entraTenantId}/v2.0')
        }
        login: {
          loginParameters: [
            'scope=openid profile email offline_access ${entraAudience}/user_impersonation'
          ]
        }
        validation: {
          allowedAudiences: [
            entraAudience
            entraClientId
          ]
          // Said, because a list that is left out has been stored as an empty one, which refuses everybody with 403.
          defaultAuthorizationPolicy: {
            allowedApplications: concat([entraClientId], clientApplications)
          }
        }
      }
    }
    login: {
      tokenStore: {
        enabled: true
      }
    }
  }
}

// Website Contributor: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/web-and-mobile
var websiteContributorRole = 'de139f84-1756-47ae-9be6-808fbbe84772'

resource operatorRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for operator in operators: {
    scope: app
    name: guid(app.id, operator.id, websiteContributorRole)
    properties: {
      principalId: operator.id
      principalType: operator.type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', websiteContributorRole)
    }
  }
]

// What the app logs comes by Application Insights; here only what happens before it is asked.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: app
  name: 'friending'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AppServiceAuthenticationLogs'
        enabled: true
      }
    ]
  }
}

output id string = app.id
output hostName string = app.properties.defaultHostName
