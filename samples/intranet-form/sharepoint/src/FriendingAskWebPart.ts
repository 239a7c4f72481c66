// A SharePoint Framework web part (client-side, no React) that shows <friending-ask> on a SharePoint page. What to change for your
// organisation is at the top; how to build and deploy it is in README.md beside this folder.

import { BaseClientSideWebPart } from '@microsoft/sp-webpart-base';
import { AadTokenProvider } from '@microsoft/sp-http';

// The address of the service, and the application ID URI of its registration in Entra ID.
const service = 'https://friending.example.org';
const resource = 'api://00000000-0000-0000-0000-000000000000';

interface AskElement extends HTMLElement {
  token: (options?: { renew?: boolean }) => Promise<string | null>;
}

export default class FriendingAskWebPart extends BaseClientSideWebPart<{}> {
  public render(): void {
    const ask = document.createElement('friending-ask') as AskElement;
    // The language of the page, before the script is loaded: en or es.
    ask.lang = this.context.pageContext.cultureInfo.currentUICultureName;
    ask.token = async ({ renew = false } = {}) => {
      const provider: AadTokenProvider = await this.context.aadTokenProviderFactory.getTokenProvider();
      // The second argument: whether a token that is kept may be used.
      return provider.getToken(resource, !renew);
    };
    this.domElement.replaceChildren(ask);

    if (!customElements.get('friending-ask')) {
      const script = document.createElement('script');
      script.type = 'module';
      script.src = `${service}/embed/friending-ask.js`;
      document.head.append(script);
    }
  }
}
