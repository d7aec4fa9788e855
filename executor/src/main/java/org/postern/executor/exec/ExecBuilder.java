package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.plan.Plan;

/** Makes the running tree of a plan. */
final class ExecBuilder {
  private final ExecContext context;

  ExecBuilder(ExecContext context) {
    this.context = context;
  }

  ExecNode build(Plan plan) {
    ExecNode node = make(plan);
    NodeStats stats = context.statsOf(plan);
    return stats == null ? node : new MeasuredExec(node, stats);
  }

  private ExecNode make(Plan plan) {
    return switch (plan) {
      case Plan.Result p -> new ResultExec(p, context);
      case Plan.SeqScan p -> filtered(new SeqScanExec(p, context), p.filter());
      case Plan.IndexScan p -> filtered(new IndexScanExec(p, context), p.filter());
      case Plan.TidScan p -> filtered(new TidScanExec(p, context), p.filter());
      case Plan.ValuesScan p -> filtered(new ValuesScanExec(p, context), p.filter());
      case Plan.FunctionScan p -> filtered(new FunctionScanExec(p, context), p.filter());
      case Plan.CommonTableScan p ->
          filtered(new CommonTableScanExec(p.commonTable(), context), p.filter());
      case Plan.WorkTableScan p ->
          filtered(new WorkTableScanExec(p.commonTable(), context), p.filter());
      case Plan.RecursiveUnion p ->
          new RecursiveUnionExec(p, build(p.start()), build(p.step()), context);
      case Plan.Filter p -> filtered(build(p.input()), p.condition());
      case Plan.Project p -> new ProjectExec(p, build(p.input()), context);
      case Plan.ProjectSet p -> new ProjectSetExec(p, build(p.input()), context);
      case Plan.NestedLoop p -> new NestedLoopExec(p, build(p.left()), build(p.right()), context);
      case Plan.HashJoin p -> new HashJoinExec(p, build(p.left()), build(p.right()), context);
      case Plan.Sort p -> new SortExec(p, build(p.input()), context);
      case Plan.Aggregate p -> new AggregateExec(p, build(p.input()), context);
      case Plan.WindowAgg p -> new WindowAggExec(p, build(p.input()), context);
      case Plan.Unique p -> new UniqueExec(p, build(p.input()), context);
      case Plan.Limit p -> new LimitExec(p, build(p.input()), context);
      case Plan.Append p -> new AppendExec(buildAll(p.inputs()));
      case Plan.SetOp p -> new SetOpExec(p, build(p.left()), build(p.right()), context);
      case Plan.LockRows p -> new LockRowsExec(p, build(p.input()), context);
      case Plan.Insert p -> new InsertExec(p, build(p.input()), context);
      case Plan.Update p -> new UpdateExec(p, build(p.input()), context);
      case Plan.Merge p -> new MergeExec(p, build(p.input()), context);
      case Plan.Delete p -> new DeleteExec(p, build(p.input()), context);
    };
  }

  private List<ExecNode> buildAll(List<Plan> plans) {
    List<ExecNode> nodes = new ArrayList<>();
    for (Plan p : plans) {
      nodes.add(build(p));
    }
    return nodes;
  }

  private ExecNode filtered(ExecNode node, org.postern.executor.query.Expr condition) {
    return condition == null ? node : new FilterExec(node, condition, context);
  }
}
