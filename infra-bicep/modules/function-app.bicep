// The Functions app on the Flex Consumption plan, and who may get in. Its settings are in app-settings.bicep.

param name string
param planName string
param location string

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

@description('Name of the app setting with the client id of the identity that stands in for a client secret.')
param signInIdentitySetting string

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
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
          openIdIssuer: '${environment().authentication.loginEndpoint}${entraTenantId}/v2.0'
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
            allowedApplications: [
              entraClientId
            ]
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

output hostName string = app.properties.defaultHostName
