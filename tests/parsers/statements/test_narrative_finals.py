"""Final accounts in the words of other provinces (figures and names are made up): every fact, and nothing besides."""

from __future__ import annotations

import pytest

from tests.parsers.statements.narrative_documents import check

CHONGQING = """
（一）收入支出决算总体情况说明
1.总体情况。2024年度收入总计3120.40万元，支出总计3120.40万元。收、支与2023年度相比，减少210.60万元，下降6.3%，主要原因是项目减少30万元。
    summary 收入总计 amount 31204000.00
    summary 支出总计 amount 31204000.00
    summary 收支总计 change -2106000.00
    summary 收支总计 change_pct -6.3
    ? 主要原因是项目减少30万元
2.收入情况。2024年度收入合计3100.00万元，较上年决算数减少200.00万元，下降6.1%，主要原因是专项减少。其中：财政拨款收入3090.00万元，占99.7%；事业收入0.00万元，占0.0%；其他收入10.00万元，占0.3%。此外，使用非财政拨款结余0.00万元，年初结转和结余20.40万元。
    income 本年收入合计 amount 31000000.00
    income 本年收入合计 change -2000000.00
    income 本年收入合计 change_pct -6.1
    income 财政拨款收入 amount 30900000.00
    income 财政拨款收入 share_pct 99.7
    income 事业收入 amount 0.00
    income 事业收入 share_pct 0.0
    income 其他收入 amount 100000.00
    income 其他收入 share_pct 0.3
    summary 使用非财政拨款结余 amount 0.00
    summary 年初结转和结余 amount 204000.00
3.支出情况。2024年度支出合计3110.40万元，较上年决算数减少205.00万元，下降6.2%。其中：基本支出2000.40万元，占64.3%；项目支出1110.00万元，占35.7%；经营支出0.00万元，占0.0%。此外，结余分配0.00万元。
    expenditure 本年支出合计 amount 31104000.00
    expenditure 本年支出合计 change -2050000.00
    expenditure 本年支出合计 change_pct -6.2
    expenditure 基本支出 amount 20004000.00
    expenditure 基本支出 share_pct 64.3
    expenditure 项目支出 amount 11100000.00
    expenditure 项目支出 share_pct 35.7
    expenditure 经营支出 amount 0.00
    expenditure 经营支出 share_pct 0.0
    summary 结余分配 amount 0.00
4.结转结余情况。2024年度年末结转和结余10.00万元，与上年决算数持平。
    summary 年末结转和结余 amount 100000.00
    summary 年末结转和结余 change 持平
（二）财政拨款收入支出决算总体情况说明
2024年度财政拨款收、支总计3110.40万元。与2023年相比，财政拨款收、支总计各减少190.60万元，下降5.8%。主要原因是项目减少。
    fiscal_summary 财政拨款收支总计 amount 31104000.00
    fiscal_summary 财政拨款收支总计 change -1906000.00
    fiscal_summary 财政拨款收支总计 change_pct -5.8
（三）一般公共预算财政拨款支出决算情况说明
2.支出情况。2024年度一般公共预算财政拨款支出3050.40万元，较上年决算数减少150.00万元，下降4.7%。较年初预算数增加50.40万元，增长1.7%。主要原因是年中追加。
    general_budget 一般公共预算财政拨款支出 amount 30504000.00
    general_budget 一般公共预算财政拨款支出 change -1500000.00
    general_budget 一般公共预算财政拨款支出 change_pct -4.7
    general_budget 一般公共预算财政拨款支出 deviation 504000.00
    general_budget 一般公共预算财政拨款支出 deviation_pct 1.7
4.比较情况。2024年度一般公共预算财政拨款支出主要用于以下几个方面：
（1）一般公共服务支出2500.10万元，占82.0%，较年初预算数增加20.5万元，增长0.8%，主要原因是人员增加3人。
    general_by_class 一般公共服务支出 amount 25001000.00
    general_by_class 一般公共服务支出 share_pct 82.0
    general_by_class 一般公共服务支出 deviation 205000.00
    general_by_class 一般公共服务支出 deviation_pct 0.8
（2）社会保障与就业支出350.30万元，占11.5%，较年初预算数减少5.5万元，下降1.5%。
    general_by_class 社会保障和就业支出 amount 3503000.00
    general_by_class 社会保障和就业支出 share_pct 11.5
    general_by_class 社会保障和就业支出 deviation -55000.00
    general_by_class 社会保障和就业支出 deviation_pct -1.5
（3）卫生健康支出200.00万元，占6.5%，较年初预算数无增减。
    general_by_class 卫生健康支出 amount 2000000.00
    general_by_class 卫生健康支出 share_pct 6.5
（四）一般公共预算财政拨款基本支出决算情况说明
2024年度一般公共预算财政拨款基本支出1990.40万元。其中：人员经费1600.30万元，较上年决算数增加20.1万元，增长1.3%。人员经费用途主要包括基本工资、津贴补贴等。公用经费390.10万元，较上年决算数减少12.3万元，下降3.1%。公用经费用途主要包括办公费、印刷费等。
    basic_by_economic 基本支出 amount 19904000.00
    basic_by_economic 人员经费 amount 16003000.00
    basic_by_economic 人员经费 change 201000.00
    basic_by_economic 人员经费 change_pct 1.3
    basic_by_economic 公用经费 amount 3901000.00
    basic_by_economic 公用经费 change -123000.00
    basic_by_economic 公用经费 change_pct -3.1
（五）政府性基金预算收支决算情况说明
2024年度政府性基金预算财政拨款年初结转和结余0.00万元，年末结转和结余0.00万元。本年收入60.00万元，较上年决算数减少40.00万元，下降40.0%。本年支出60.00万元，较上年决算数减少40.00万元，下降40.0%，主要原因是项目减少。
    gov_fund 年初结转和结余 amount 0.00
    gov_fund 年末结转和结余 amount 0.00
    gov_fund 本年收入 amount 600000.00
    gov_fund 本年收入 change -400000.00
    gov_fund 本年收入 change_pct -40.0
    gov_fund 政府性基金预算支出 amount 600000.00
    gov_fund 政府性基金预算支出 change -400000.00
    gov_fund 政府性基金预算支出 change_pct -40.0
（六）国有资本经营预算财政拨款支出决算情况说明
本部门2024年度无国有资本经营预算财政拨款支出。
    state_capital 本表 text declared_empty
三、“三公”经费情况说明
2024年度“三公”经费支出共计9.20万元，较年初预算数减少2.80万元，下降23.3%，主要原因是厉行节约。较上年支出数减少1.30万元，下降12.4%。
    three_public 三公经费 amount 92000.00
    three_public 三公经费 deviation -28000.00
    three_public 三公经费 deviation_pct -23.3
    three_public 三公经费 change -13000.00
    three_public 三公经费 change_pct -12.4
公务车运行维护费7.20万元，主要用于燃料费、维修费、保险费等。费用支出较年初预算数减少0.80万元，下降10.0%。较上年支出数增加0.20万元，增长2.9%，主要原因是维修增加。
    three_public 公务用车运行维护费 amount 72000.00
    three_public 公务用车运行维护费 deviation -8000.00
    three_public 公务用车运行维护费 deviation_pct -10.0
    three_public 公务用车运行维护费 change 2000.00
    three_public 公务用车运行维护费 change_pct 2.9
2024年度本单位因公出国（境）共计0个团组，0人；公务用车购置0辆，公务车保有量为2辆；国内公务接待18批次144人，其中：国内外事接待0批次，0人；国（境）外公务接待0批次，0人。2024年本单位人均接待费138.89元，车均购置费0.00万元，车均维护费3.60万元。
    three_public_counts 因公出国（境）团组 count 0
    three_public_counts 因公出国（境）人次 count 0
    three_public_counts 公务用车购置数 count 0
    three_public_counts 公务用车保有量 count 2
    three_public_counts 国内接待批次 count 18
    three_public_counts 国内接待人次 count 144
    three_public_counts 外事接待批次 count 0
    three_public_counts 外事接待人次 count 0
    three_public_counts 国（境）外接待批次 count 0
    three_public_counts 国（境）外接待人次 count 0
    three_public 人均接待费 amount 138.89
    three_public 车均购置费 amount 0.00
    three_public 车均运行维护费 amount 36000.00
四、其他需要说明的事项
（一）财政拨款会议费和培训费情况说明
本年度会议费支出1.20万元，较上年决算数减少0.30万元，下降20.0%。本年度培训费支出0.50万元，较上年决算数增加0.10万元，增长25.0%。
    three_public 会议费 amount 12000.00
    three_public 会议费 change -3000.00
    three_public 会议费 change_pct -20.0
    three_public 培训费 amount 5000.00
    three_public 培训费 change 1000.00
    three_public 培训费 change_pct 25.0
（二）机关运行经费情况说明
2024年度本部门机关运行经费支出280.50万元，主要用于开支办公费、印刷费等。机关运行经费较上年支出数减少9.50万元，下降3.3%，主要原因是厉行节约。
    agency_operating 机关运行经费 amount 2805000.00
    agency_operating 机关运行经费 change -95000.00
    agency_operating 机关运行经费 change_pct -3.3
"""

YUNNAN = """
第三部分 2024年度部门决算情况说明
一、收入决算情况说明
云岭县信访局2024年度收入合计2,104,533.20元。其中：财政拨款收入2,104,533.20元，占总收入的100.00%；上级补助收入0.00元，占总收入的0.00%；其他收入0.00元，占总收入的0.00%。与上年相比，收入合计减少95,466.80元，下降4.34%。其中：财政拨款收入减少95,466.80元，下降4.34%；其他收入与上年持平。主要原因是在职人员减少1人。
    income 本年收入合计 amount 2104533.20
    income 财政拨款收入 amount 2104533.20
    income 财政拨款收入 share_pct 100.00
    income 上级补助收入 amount 0.00
    income 上级补助收入 share_pct 0.00
    income 其他收入 amount 0.00
    income 其他收入 share_pct 0.00
    income 本年收入合计 change -95466.80
    income 本年收入合计 change_pct -4.34
    income 财政拨款收入 change -95466.80
    income 财政拨款收入 change_pct -4.34
    income 其他收入 change 持平
二、支出决算情况说明
云岭县信访局2024年度支出合计2,104,533.20元。其中：基本支出1,804,533.20元，占总支出的85.75%；项目支出300,000.00元，占总支出的14.25%。与上年相比，支出合计减少95,466.80元，下降4.34%。其中：基本支出增加4,533.20元，增长0.25%；项目支出减少100,000.00元，下降25.00%。
    expenditure 本年支出合计 amount 2104533.20
    expenditure 基本支出 amount 1804533.20
    expenditure 基本支出 share_pct 85.75
    expenditure 项目支出 amount 300000.00
    expenditure 项目支出 share_pct 14.25
    expenditure 本年支出合计 change -95466.80
    expenditure 本年支出合计 change_pct -4.34
    expenditure 基本支出 change 4533.20
    expenditure 基本支出 change_pct 0.25
    expenditure 项目支出 change -100000.00
    expenditure 项目支出 change_pct -25.00
（一）基本支出情况
2024年度用于保障机构正常运转的日常支出1,804,533.20元。其中：基本工资、津贴补贴等人员经费支出1,654,533.20元，占基本支出的91.69%；办公费、印刷费、水电费、办公设备购置等公用经费支出150,000.00元，占基本支出的8.31%。
    expenditure 基本支出 amount 1804533.20
    expenditure 人员经费 amount 1654533.20
    expenditure 人员经费 share_pct 91.69
    expenditure 公用经费 amount 150000.00
    expenditure 公用经费 share_pct 8.31
三、一般公共预算财政拨款支出决算情况说明
（一）一般公共预算财政拨款支出决算总体情况
云岭县信访局2024年度一般公共预算财政拨款支出2,104,533.20元，占本年支出合计的100.00%。与上年相比减少95,466.80元，下降4.34%。
    general_budget 一般公共预算财政拨款支出 amount 2104533.20
    general_budget 一般公共预算财政拨款支出 share_pct 100.00
    general_budget 一般公共预算财政拨款支出 change -95466.80
    general_budget 一般公共预算财政拨款支出 change_pct -4.34
（二）一般公共预算财政拨款支出决算具体情况
1.一般公共服务（类）支出1,704,533.20元，占一般公共预算财政拨款总支出的80.99%。主要用于人员工资1,504,533.20元；
    general_by_class 一般公共服务支出 amount 1704533.20
    general_by_class 一般公共服务支出 share_pct 80.99
    ? 主要用于人员工资1,504,533.20元
2.社会保障和就业（类）支出220,000.00元，占一般公共预算财政拨款总支出的10.45%。
    general_by_class 社会保障和就业支出 amount 220000.00
    general_by_class 社会保障和就业支出 share_pct 10.45
3.住房保障（类）支出180,000.00元，占一般公共预算财政拨款总支出的8.55%。
    general_by_class 住房保障支出 amount 180000.00
    general_by_class 住房保障支出 share_pct 8.55
四、财政拨款“三公”经费支出决算情况说明
云岭县信访局2024年度财政拨款“三公”经费支出年初预算为30,000.00元，决算为22,160.00元，完成年初预算的73.87%。其中：因公出国（境）费支出决算为0.00元，完成年初预算的0.00%；公务用车运行维护费支出决算为18,160.00元，完成年初预算的90.80%；公务接待费支出决算为4,000.00元，完成年初预算的40.00%。
    three_public 三公经费 budget 30000.00
    three_public 三公经费 amount 22160.00
    three_public 三公经费 completion_pct 73.87
    three_public 因公出国（境）费 amount 0.00
    three_public 因公出国（境）费 completion_pct 0.00
    three_public 公务用车运行维护费 amount 18160.00
    three_public 公务用车运行维护费 completion_pct 90.80
    three_public 公务接待费 amount 4000.00
    three_public 公务接待费 completion_pct 40.00
2024年度“三公”经费支出决算数比上年减少2,840.00元，下降11.36%。其中：公务用车运行维护费支出决算减少1,840.00元，下降9.20%；公务接待费支出决算减少1,000.00元，下降20.00%。
    three_public 三公经费 change -2840.00
    three_public 三公经费 change_pct -11.36
    three_public 公务用车运行维护费 change -1840.00
    three_public 公务用车运行维护费 change_pct -9.20
    three_public 公务接待费 change -1000.00
    three_public 公务接待费 change_pct -20.00
公务接待费4,000.00元。其中：国内接待费支出4,000.00元（其中：外事接待费支出0.00元），共安排国内公务接待12批次（其中：外事接待0批次），接待人次86人（其中：外事接待人次0人）。
    three_public 公务接待费 amount 4000.00
    three_public 国内接待费 amount 4000.00
    three_public 外事接待费 amount 0.00
    three_public_counts 国内接待批次 count 12
    three_public_counts 外事接待批次 count 0
    three_public_counts 国内接待人次 count 86
    three_public_counts 外事接待人次 count 0
五、其他重要事项及相关口径情况说明
（一）机关运行经费支出情况
云岭县信访局2024年机关运行经费支出150,000.00元，与上年相比减少12,455.61元，下降7.67%，主要用于办公费、差旅费。
    agency_operating 机关运行经费 amount 150000.00
    agency_operating 机关运行经费 change -12455.61
    agency_operating 机关运行经费 change_pct -7.67
（二）国有资产占用情况
截至2024年12月31日，云岭县信访局资产总额1,204,533.20元，其中，流动资产504,533.20元，固定资产700,000.00元，对外投资及有价证券0.00元，在建工程0.00元，无形资产0.00元，其他资产0.00元。与上年相比，本年资产总额减少52,000.00元，其中固定资产增加10,000.00元。
    assets 资产总额 amount 1204533.20
    assets 流动资产 amount 504533.20
    assets 固定资产金额 amount 700000.00
    assets 对外投资及有价证券 amount 0.00
    assets 在建工程 amount 0.00
    assets 无形资产 amount 0.00
    assets 其他资产 amount 0.00
    assets 资产总额 change -52000.00
    assets 固定资产金额 change 10000.00
（三）政府采购支出情况
2024年度，部门政府采购支出总额25,000.00元，其中：政府采购货物支出25,000.00元；政府采购工程支出0.00元；政府采购服务支出0.00元。授予中小企业合同金额25,000.00元，占政府采购支出总额的100.00%。
    procurement 政府采购支出总额 amount 25000.00
    procurement 货物 amount 25000.00
    procurement 工程 amount 0.00
    procurement 服务 amount 0.00
    procurement 授予中小企业合同金额 amount 25000.00
    procurement 授予中小企业合同金额 share_pct 100.00
"""


@pytest.mark.parametrize(
    ("text", "year"),
    [(CHONGQING, 2024), (YUNNAN, 2024)],
    ids=["chongqing", "yunnan"],
)
def test_every_figure_has_its_subject(text: str, year: int) -> None:
    check(text, year=year, kind="final_accounts")
