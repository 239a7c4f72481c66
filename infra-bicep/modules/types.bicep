// The shapes of parameters that several files share.

@export()
@description('Texts by name.')
type texts = {
  *: string
}

@export()
@description('Secret texts by name.')
@secure()
type secretTexts = {
  *: string
}

@export()
@description('The days of a week, in the order of System.DayOfWeek.')
type dayOfWeek = 'Sunday' | 'Monday' | 'Tuesday' | 'Wednesday' | 'Thursday' | 'Friday' | 'Saturday'

@export()
@description('A person, a group or a program in Entra ID.')
type principal = {
  @description('Object id.')
  id: string
  type: 'User' | 'Group' | 'ServicePrincipal'
}

@export()
@description('A caller with a key. The key itself is known to the caller only.')
type keyCaller = {
  @description('Letters, digits and underscores: it is part of a setting\'s name.')
  @minLength(1)
  name: string

  @description('SHA-256 of the key, in hexadecimal; while it is replaced, of the new and the old one, separated by a comma.')
  @minLength(64)
  @maxLength(260)
  sha256: string

  @description('The expiry of the key, such as 2027-06-30T00:00:00Z; never, if it is left out.')
  expires: string?

  @minLength(1)
  roles: ('Submit' | 'Review' | 'Audit' | 'Admin')[]
}

@export()
@description('A department with a digest of its own.')
type departmentDigest = {
  @description('Its name, exactly as requests state it.')
  name: string

  @description('The mail addresses that get its digest; none where it goes to Teams only.')
  recipients: string[]
}

@export()
@description('A group that the organisation offers to patients and staff.')
type offeredGroup = {
  @description('What it is called.')
  name: string

  @description('Its https address.')
  address: string

  @description('The departments that it is for, as requests state them; for everybody, if it is left out.')
  departments: string[]?
}

@export()
@description('When people work, and how soon they decide what waits for them.')
type reviewTimes = {
  @description('Working hours after which a case is due.')
  @minValue(1)
  @maxValue(1000)
  dueWorkingHours: int

  @description('The days that are worked; Monday to Friday, if there are none.')
  workingDays: dayOfWeek[]

  @description('When work begins, such as 08:00.')
  dayStart: string

  @description('When it ends; 00:00 is the end of the day.')
  dayEnd: string

  @description('Days on which nobody works, such as 2026-12-25.')
  holidays: string[]
}

@export()
@description('Who is told by mail what happens to a case.')
type noticeSettings = {
  @description('Whether anybody is told.')
  enabled: bool

  @description('Mail address of who asked, with {id} for their staff id, such as {id}@example.org; empty where staff ids are addresses.')
  staffAddress: string

  @description('Mail addresses of the team that reviews.')
  team: string[]

  @description('Mail addresses that are told, besides the team, when a case is overdue.')
  escalation: string[]

  @description('Whether the team is told by a card too, through the workflow of the organisation\'s digest.')
  teamsCard: bool

  language: 'en' | 'es'

  @description('Hour of a working day from which on the team is reminded of what is due.')
  @minValue(0)
  @maxValue(23)
  reminderHour: int
}

@export()
@description('Calls a minute of each kind of caller; 0: any number.')
type callerLimits = {
  @minValue(0)
  person: int
  @minValue(0)
  program: int
  @minValue(0)
  anonymous: int
}

@export()
@description('A network that exists already: a subnet for the app, delegated to Microsoft.App/environments, and one for private endpoints.')
type subnets = {
  app: string
  endpoints: string
}

@export()
@description('Resource ids of private DNS zones that exist already, such as those of a hub.')
type dnsZones = {
  blob: string
  queue: string
  table: string
  vault: string
}

@export()
@description('What the service itself is told.')
type serviceSettings = {
  @description('Where people open the pages: https address without a slash at its end.')
  publicUrl: string

  @description('IANA name of the organisation\'s time zone.')
  timeZone: string

  @description('Days for which decisions are kept.')
  @minValue(1)
  retentionDays: int

  @description('Path of a policy document in the app\'s package; empty for the default policy.')
  policyPath: string

  authentication: {
    tenantId: string
    audience: string
  }

  @description('Endpoints of Entra ID and Microsoft 365 in the cloud that the app runs in.')
  cloud: {
    login: string
    graph: string
    outlook: string
  }

  callers: keyCaller[]
  rateLimits: callerLimits

  @description('Groups that answers name.')
  groups: offeredGroup[]

  @description('Hosts that callbacks may lead to.')
  callbackHosts: string[]
  @description('Origins whose pages may call.')
  corsOrigins: string[]

  @description('Partitions that are read in parallel for a range of time.')
  @minValue(1)
  @maxValue(64)
  scanParallelism: int

  @description('How soon people decide, in the organisation\'s time zone.')
  reviews: reviewTimes

  notices: noticeSettings

  digests: {
    day: dayOfWeek

    @description('Hour of the day, 0 to 23, in the organisation\'s time zone.')
    @minValue(0)
    @maxValue(23)
    hour: int

    language: 'en' | 'es'

    @description('Numbers from one up to, not including, this are hidden; 1 hides nothing.')
    @minValue(1)
    threshold: int

    @description('Whether digests are put on a queue for flows.')
    queue: bool

    recipients: string[]
    departments: departmentDigest[]
  }

  mail: {
    transport: 'Smtp' | 'Graph'

    @description('Tenant of an app registration that signs in with a client secret; empty for the app\'s managed identity.')
    tenantId: string

    @description('Client id of that registration; empty for the app\'s managed identity.')
    clientId: string
  }

  smtp: {
    @description('Empty for no mail server.')
    host: string
    port: int
    security: 'StartTls' | 'Tls' | 'None'
    signIn: 'Password' | 'OAuth'

    @description('Empty for a relay that asks for no password.')
    user: string
    from: string

    @description('A mailto: or https: address; empty for none.')
    listUnsubscribe: string
    timeoutSeconds: int
  }

  teams: {
    @description('Whether the whole organisation\'s digest goes to a workflow.')
    organisation: bool

    @description('The departments whose digests go to workflows of their own.')
    departments: string[]
  }
}
