using Loci.Server.Endpoints;
using Loci.Server.Exploring;
using Loci.Server.Page;
using Loci.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Loci.Server;

/// <summary>Puts the server's endpoints into an application that has <see cref="LociServiceCollectionExtensions"/>.</summary>
public static class LociApplicationExtensions
{
    /// <summary>Adds the gate that every request passes, and all endpoints.</summary>
    /// <param name="application">The application.</param>
    public static WebApplication MapLoci(this WebApplication application)
    {
        ArgumentNullException.ThrowIfNull(application);
        application.UseMiddleware<LociGate>();
        IEndpointRouteBuilder routes = application;
        routes.MapGeneration();
        routes.MapModels();
        routes.MapEmbeddings();
        routes.MapTokenizer();
        routes.MapTuning();
        routes.MapSelect();
        routes.MapMemory();
        routes.MapHealth();
        routes.MapExplore();
        application.MapOpenApi("/openapi/{documentName}.json");
        return application;
    }

    /// <summary>Adds the page at <c>/</c> and its files under <c>/page</c>, for an application that has no page of its own there.</summary>
    /// <param name="application">An application with <see cref="MapLoci"/>.</param>
    public static WebApplication MapLociPage(this WebApplication application)
    {
        ArgumentNullException.ThrowIfNull(application);
        application.MapPage();
        return application;
    }
}
